import { check } from 'k6';
import http from 'k6/http';
import { defineJourney } from 'proofload';

interface Item {
  readonly id: number;
  readonly name: string;
  readonly cents: number;
}

const json = { 'content-type': 'application/json' };

/** Somebody who looks around, buys one thing, keeps the receipt and asks for advice. */
export const customer = defineJourney({
  name: 'customer',
  steps: ['item', 'home', 'search', 'order', 'receipt', 'advice'],
  ledgers: ['orders'],
  think: ['80ms', '120ms'],
  run({ step, url, integer, ledger }) {
    const id = integer(1, 50);

    const cents = step('item', () => {
      const answer = http.get(url(`/items/${id}`));
      check(answer, { 'it is the item asked for': (r) => r.json('id') === id });
      return answer.json('cents') as number;
    });

    step('home', () => {
      const answer = http.get(url('/home'));
      check(answer, { 'the home page has 20 items': (r) => (r.json() as unknown[]).length === 20 });
    });

    step('search', () => {
      const answer = http.get(url('/search?q=lamp'));
      check(answer, {
        'the search finds lamps': (r) => {
          const found = r.json() as unknown as Item[];
          return found.length === 10 && found.every(({ name }) => name.startsWith('lamp'));
        },
      });
    });

    const key = ledger.orders.key();
    step('order', () => {
      const send = () => {
        const answer = http.post(url('/orders'), JSON.stringify({ key, cents }), { headers: json });
        check(answer, { 'the order is confirmed': (r) => r.status !== 201 || r.json('key') === key });
        return answer;
      };
      ledger.orders.write(key, send, { value: String(cents), tries: 2 });
    });

    step('receipt', () => {
      const there = { responseCallback: http.expectedStatuses(200, 404) };
      ledger.orders.read(key, () => http.get(url(`/orders/${key}`), there).status === 200);
    });

    step('advice', () => {
      const answer = http.get(url(`/advice/${id}`));
      check(answer, { 'there is advice': (r) => typeof r.json('advice') === 'string' });
    });
  },
});
