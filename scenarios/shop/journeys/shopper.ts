import { check } from 'k6';
import http from 'k6/http';
import { defineJourney } from 'proofload';

interface Product {
  readonly id: number;
  readonly name: string;
}
interface Cart {
  readonly items: readonly { readonly productId: number; readonly quantity: number }[];
  readonly totalCents: number;
}
interface Order {
  readonly id: number;
  readonly totalCents: number;
  readonly lines: readonly { readonly productId: number; readonly quantity: number }[];
}

const searches = ['shoe', 'lamp', 'chair', 'desk', 'kettle', 'watch', 'camera', 'jacket'] as const;
const json = { 'content-type': 'application/json' };

/** Somebody who looks around, buys one thing, and has an account and a cart of their own. */
export const shopper = defineJourney({
  name: 'shopper',
  steps: [
    'login',
    'browse',
    'search',
    'product-detail',
    'recommendations',
    'add-to-cart',
    'manage-cart',
    'fraud-check',
    'checkout',
    'order-history',
  ],
  ledgers: ['orders'],
  think: ['200ms', '500ms'],
  run({ step, url, user, pick, integer, ledger, run }) {
    const auth = step('login', () => {
      // Every fourth user is new to the shop and registers on the first pass; the others are customers.
      const isNew = user.id % 4 === 0 && user.pass === 0;
      const email = user.id % 4 === 0 ? `${run.id}-${user.id}@shop.test` : `user${((user.id - 1) % 200) + 1}@shop.test`;
      const body = { email, password: 'proofload', ...(isNew ? { name: `Shopper ${user.id}` } : {}) };
      const answer = http.post(url(isNew ? '/auth/register' : '/auth/login'), JSON.stringify(body), { headers: json });
      check(answer, { 'a token is issued for this user': (r) => r.json('user.email') === email });
      return { headers: { ...json, authorization: `Bearer ${answer.json('token') as string}` } };
    });

    step('browse', () => {
      const answer = http.get(url('/'));
      check(answer, { 'the home page has 20 categories': (r) => (r.json('categories') as unknown[]).length === 20 });
    });

    const found = step('search', () => {
      const word = pick(searches);
      const answer = http.get(url(`/products?q=${word}&limit=20`));
      const items = answer.json('items') as unknown as Product[];
      check(items, {
        'the search finds what was asked for': (p) =>
          p.length > 0 && p.every(({ name }) => name.toLowerCase().includes(word)),
      });
      return items;
    });

    // Any product of the shop, so that no row is hot by accident; the search result only half of the time.
    const productId = integer(0, 1) === 0 ? pick(found).id : integer(1, 1000);

    step('product-detail', () => {
      const answer = http.get(url(`/products/${productId}`));
      check(answer, { 'the product is the one asked for': (r) => r.json('id') === productId });
    });

    step('recommendations', () => {
      const answer = http.get(url(`/products/${productId}/recommendations`));
      check(answer, { 'recommendations are a list': (r) => Array.isArray(r.json('items')) });
    });

    step('add-to-cart', () => {
      const answer = http.post(url('/cart/items'), JSON.stringify({ productId, quantity: 1 }), auth);
      check(answer, {
        'the product is in the cart': (r) =>
          (r.json() as unknown as Cart).items.some((item) => item.productId === productId),
      });
    });

    const cart = step('manage-cart', () => {
      const quantity = integer(1, 3);
      const answer = http.patch(url(`/cart/items/${productId}`), JSON.stringify({ quantity }), auth);
      const changed = answer.json() as unknown as Cart;
      check(changed, {
        'the cart has the new quantity': ({ items }) =>
          items.some((item) => item.productId === productId && item.quantity === quantity),
      });
      return changed;
    });

    step('fraud-check', () => {
      const answer = http.post(url('/checkout/fraud-check'), JSON.stringify({ totalCents: cart.totalCents }), auth);
      check(answer, {
        'the fraud check decides': (r) => ['accept', 'review'].includes(r.json('decision') as string),
      });
    });

    const order = step('checkout', () => {
      const items = cart.items.map((item) => ({ productId: item.productId, quantity: item.quantity }));
      const key = ledger.orders.key();
      const send = () => {
        const answer = http.post(url('/orders'), JSON.stringify({ items }), {
          headers: { ...auth.headers, 'idempotency-key': key },
        });
        check(answer, {
          'the order holds the cart': (r) => {
            const { totalCents, lines } = r.json() as unknown as Order;
            return totalCents === cart.totalCents && lines.length === cart.items.length;
          },
        });
        return answer;
      };
      // Whose answer is lost cannot know whether they have bought; with the same key they may ask again.
      return { key, id: ledger.orders.write(key, send, { tries: 2 }).json('id') };
    });

    step('order-history', () => {
      const isListed = ledger.orders.read(order.key, () => {
        const listed = http.get(url('/orders'), auth).json('items') as unknown as Order[];
        return listed.some(({ id }) => id === order.id);
      });
      check(isListed, { 'the order is listed': (listed) => listed });
    });
  },
});
