-- Runs on SQLite and on PostgreSQL alike. Times are Unix seconds with a fraction.

create table scan (
  batch_id     varchar(36) primary key,
  label        text,
  exclude      text             not null, -- JSON array of globs
  cross_mounts boolean          not null,
  status       varchar(16)      not null,
  created_at   double precision not null,
  started_at   double precision,
  finished_at  double precision
);

create index scan_by_age on scan (created_at);

-- target_key stands for (batch_id, target_index) in the tables with many rows.
create table target (
  target_key        bigint primary key,
  batch_id          varchar(36) not null references scan (batch_id),
  target_index      integer     not null,
  agent             varchar(63) not null,
  path              text        not null,
  status            varchar(16) not null,
  expected_files    bigint,
  cancel_requested  boolean     not null,
  -- the newest start of it that the agent has told of; 0 before the first
  attempt           integer     not null,
  -- the final state that the agent has told of; it becomes the status when all its pages are stored
  reported_status   varchar(16),
  reported_pages    bigint,
  files             bigint,
  directories       bigint,
  symlinks          bigint,
  specials          bigint,
  bytes             bigint,
  allocated_bytes   bigint,
  errors            bigint,
  partial           boolean,
  directories_processed bigint  not null,
  sequence          bigint      not null,
  error             text,
  finished_at       double precision,
  unique (batch_id, target_index)
);

create index target_by_path on target (agent, path);

-- Which pages are stored, so that the second arrival of one changes nothing. Emptied when the target is complete.
create table page (
  target_key bigint  not null,
  attempt    integer not null,
  page       bigint  not null,
  primary key (target_key, attempt, page)
);

-- A finished directory. Ordered by parent: opening a directory reads its children's totals as neighbours.
create table directory (
  target_key      bigint  not null,
  parent_key      bytea   not null,
  dir_key         bytea   not null,
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
  name            bytea   not null,
  primary key (target_key, parent_key, dir_key)
);

-- The entries of a directory, compressed; several parts if it is huge.
create table listing (
  target_key bigint  not null,
  dir_key    bytea   not null,
  part       integer not null,
  attempt    integer not null,
  entries    bytea   not null,
  primary key (target_key, dir_key, part)
);
