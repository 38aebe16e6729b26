/** A few seconds of a small load. */
import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';

const target = defineTarget({
  name: 'bench',
  services: { server: { kind: 'external', url: 'http://127.0.0.1:9000' } },
  edges: ['k6->server'],
});

const journey = defineJourney({
  name: 'visitor',
  steps: ['item'],
  think: ['20ms', '20ms'],
  run: ({ step, url }) => step('item', () => http.get(url('/item'))),
});

export default defineScenario({ target, profile: users(5, { for: '2s' }), journeys: [journey] });
