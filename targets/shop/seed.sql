-- The same shop on every run: no clock, no chance. Run after schema.sql.

insert into categories (id, name)
select n, name
from unnest(array[
  'Footwear', 'Lighting', 'Seating', 'Tables', 'Kitchen', 'Bags', 'Watches', 'Audio', 'Cameras', 'Bedding',
  'Garden', 'Cycling', 'Outdoor', 'Stationery', 'Toys', 'Instruments', 'Jackets', 'Headwear', 'Tools', 'Decoration'
]) with ordinality as category (name, n);

-- 50 products a category: 25 adjectives for each of its two nouns, so that a search for a noun finds at least 25 and no two products
-- share a name. Stock that no test run sells out.
with noun (category_id, words) as (
  values
    (1, array['Shoe', 'Boot']), (2, array['Lamp', 'Lantern']), (3, array['Chair', 'Stool']), (4, array['Desk', 'Table']),
    (5, array['Kettle', 'Pan']), (6, array['Backpack', 'Suitcase']), (7, array['Watch', 'Timer']), (8, array['Speaker', 'Headphones']),
    (9, array['Camera', 'Tripod']), (10, array['Pillow', 'Blanket']), (11, array['Planter', 'Rake']), (12, array['Bicycle', 'Helmet']),
    (13, array['Tent', 'Hammock']), (14, array['Notebook', 'Pen']), (15, array['Puzzle', 'Kite']), (16, array['Guitar', 'Drum']),
    (17, array['Jacket', 'Coat']), (18, array['Hat', 'Cap']), (19, array['Hammer', 'Drill']), (20, array['Vase', 'Mirror'])
), word as (
  select
    array['Amber', 'Arctic', 'Bold', 'Bright', 'Calm', 'Classic', 'Coastal', 'Crimson', 'Daily', 'Elegant', 'Fresh', 'Gentle', 'Golden',
      'Grand', 'Honest', 'Ivory', 'Light', 'Modern', 'Noble', 'Quiet', 'Rustic', 'Silver', 'Sturdy', 'Swift', 'Urban'] as adjectives,
    array['Oak', 'Steel', 'Linen', 'Leather', 'Cotton', 'Glass', 'Bamboo', 'Copper', 'Wool', 'Canvas'] as materials
)
insert into products (id, category_id, name, description, price_cents, stock, featured)
select
  n,
  category_id,
  format('%s %s %s', adjective, material, noun),
  format('This %s %s is made of %s. Number %s of our collection, checked by hand before it leaves the house.',
    lower(adjective), lower(noun), lower(material), n),
  499 + n * 7919 % 19500,
  1000000,
  n % 125 = 1
from generate_series(1, 1000) as n
cross join word
join noun on noun.category_id = (n - 1) % 20 + 1
cross join lateral (
  select
    words[(n - 1) / 20 % 2 + 1] as noun,
    adjectives[(n - 1) / 40 + 1] as adjective,
    materials[(n + (n - 1) / 20) % 10 + 1] as material
) as picked;

-- Everybody's password is 'proofload' (scrypt, N = 4096). One salt for all lets the hash be a constant here, and these accounts protect
-- nothing; accounts that register get a salt each.
insert into users (email, name, password_hash)
select
  format('user%s@shop.test', n),
  format('User %s', n),
  'scrypt$4096$c2hvcC1wcm9vZmxvYWQtMA$FAvZ0iPbaJcThLTxWbyP0TDpDQwMmj0RGqrVthY7hLQ'
from generate_series(1, 200) as n
order by n;

-- Without statistics the first minutes of a run would see other plans than the rest.
analyze categories, products, users, cart_items, orders, order_lines;
