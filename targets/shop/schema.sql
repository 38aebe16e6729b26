-- The shop's tables. Names are not qualified: whoever runs this chooses the schema by its search_path.

create table categories (
  id integer primary key,
  name text not null unique
);

-- Only the stock of a product ever changes, and no index holds it: with room left in each page, an update stays in its page and
-- touches no index (HOT). An hour of checkouts then leaves no bloat behind that would look like a slow leak of the service.
create table products (
  id integer primary key,
  category_id integer not null references categories,
  name text not null,
  description text not null,
  price_cents integer not null check (price_cents > 0),
  stock integer not null check (stock >= 0),
  featured boolean not null default false,
  search tsvector not null generated always as (to_tsvector('english', name)) stored
) with (fillfactor = 70);

create index products_by_category on products (category_id);
create index products_by_word on products using gin (search);
create index products_featured on products (id) where featured;

create table users (
  id integer primary key generated always as identity,
  email text not null unique,
  name text not null,
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table cart_items (
  user_id integer not null references users,
  product_id integer not null references products,
  quantity integer not null check (quantity > 0),
  primary key (user_id, product_id)
);

create table orders (
  id bigint primary key generated always as identity,
  user_id integer not null references users,
  total_cents bigint not null check (total_cents > 0),
  key text,
  created_at timestamptz not null default now()
);

-- The keys of orders that may be sent again; the order of each is committed together with it.
create table order_keys (
  user_id integer not null references users,
  key text not null,
  primary key (user_id, key)
);

create index orders_newest_by_user on orders (user_id, id desc);

create table order_lines (
  order_id bigint not null references orders,
  product_id integer not null references products,
  quantity integer not null check (quantity > 0),
  price_cents integer not null,
  primary key (order_id, product_id)
);
