-- Runs on SQLite and on PostgreSQL alike. What trees stored before do not have is null.

-- What lies directly in a directory, and a digest of all below it: equal digests need no comparing.
alter table directory add column own_files bigint;
alter table directory add column own_bytes bigint;
alter table directory add column digest bigint;

-- The entries of a directory in which no directory lies, if they came together with its totals: most directories. It has
-- no listings then.
alter table directory add column entries bytea;

-- Where a listing lies, so that a directory's path is found from its key alone. Only with part 0.
alter table listing add column parent_key bytea;
alter table listing add column name bytea;

create index directory_by_key on directory (target_key, dir_key);
update listing set
  parent_key = (select d.parent_key from directory d
                where d.target_key = listing.target_key and d.dir_key = listing.dir_key),
  name = (select d.name from directory d
          where d.target_key = listing.target_key and d.dir_key = listing.dir_key)
where part = 0;
drop index directory_by_key;

-- What a page adds to the reports on its tree, until they are put together when the target is final.
alter table page add column findings bytea;

-- What the pages of a finished target add up to.
create table report (
  target_key bigint not null primary key,
  findings   bytea  not null
);

-- Small numbers, since each stands in several places for every directory.
create table target_key_counter (
  next_key bigint not null
);
insert into target_key_counter values (1);

-- Names of owners and groups as the agent knows them, a JSON object each: {"1000":"anna"}.
alter table target add column owner_names text;
alter table target add column group_names text;

-- The program whose export the tree was imported from; null if an agent scanned it.
alter table target add column imported_from text;

-- Trees without a target, whose rows are removed in the background, some at a time. An import's tree is one until
-- it is whole.
create table discarded_tree (
  target_key   bigint           not null primary key,
  discarded_at double precision not null
);
