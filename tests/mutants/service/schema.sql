create table items (id integer primary key, name text not null, cents integer not null);
insert into items
  select id, (array['lamp', 'desk', 'chair', 'shoe', 'watch'])[1 + id % 5] || ' ' || id, id * 100
  from generate_series(1, 50) as id;

-- The key is unique among requests, not among orders: whether an order is placed twice is for the audit to see.
create table requests (key text primary key);
create table orders (key text not null, cents integer not null, placed timestamptz not null default now());
create index on orders (key);
