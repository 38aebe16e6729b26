/** A journey of three steps with checks and thinks; `journey-plain.ts` is the same without Proofload. */
import { check } from 'k6';
import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';

const target = defineTarget({
  name: 'bench',
  services: { server: { kind: 'external', url: 'http://127.0.0.1:9000' } },
  edges: ['k6->server'],
});

const journey = defineJourney({
  name: 'buyer',
  steps: ['home', 'item', 'order'],
  think: ['5ms', '15ms'],
  run({ step, url }) {
    step('home', () => check(http.get(url('/item')), { 'home is there': (response) => response.status === 200 }));
    step('item', () => check(http.get(url('/item')), { 'item is there': (response) => response.status === 200 }));
    step('order', () =>
      check(http.post(url('/item'), '{"item":42}'), { 'order is taken': (response) => response.status === 200 }),
    );
  },
});

export default defineScenario({ target, profile: users(60, { for: '8s' }), journeys: [journey] });
