-- Runs on SQLite and on PostgreSQL alike. Copies the table, so it needs as much room again meanwhile.

-- A directory is found by its own key, which follows from its path: the parent's key in the index told nothing more and
-- was most of it.
create table directory_by_key (
  target_key      bigint  not null,
  dir_key         bytea   not null,
  parent_key      bytea   not null,
  attempt         integer not null,
  parts           integer not null,
  files           bigint  not null,
  directories     bigint  not null,
  symlinks        bigint  not null,
  specials        bigint  not null,
  bytes           bigint  not null,
  allocated_bytes bigint,
  errors          bigint  not null,
  partial         boolean not null,
  error           text,
  -- What lies directly in it, and a digest of all below it. A tree stored by the first version has none of the three; in
  -- others null says that it is as much as lies below: most directories.
  own_files       bigint,
  own_bytes       bigint,
  digest          bigint,
  name            bytea   not null,
  -- its entries, if all of them came together with its totals: it has no listings then
  entries         bytea,
  primary key (target_key, dir_key)
);

insert into directory_by_key
select target_key, dir_key, parent_key, attempt, parts, files, directories, symlinks, specials, bytes, allocated_bytes,
  errors, partial, error, case when own_files <> files then own_files end,
  case when own_bytes <> bytes then own_bytes end, digest, name, entries
from directory;

drop table directory;
alter table directory_by_key rename to directory;
