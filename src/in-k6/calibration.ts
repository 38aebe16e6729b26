import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, rate } from 'proofload';

/** What `proofload doctor --calibrate` drives at a server that answers at once: ever more requests, for 4 s each. */
const levels = [100, 250, 500, 750, 1000, 1500, 2000, 3000, 4000, 6000];

const target = defineTarget({
  name: 'echo',
  services: { target: { kind: 'external', url: 'http://127.0.0.1:9000' } },
  edges: ['k6->target'],
});

const asker = defineJourney({
  name: 'asker',
  steps: ['ask'],
  think: '0s',
  run({ step, url }) {
    step('ask', () => http.get(url('/')));
  },
});

export default defineScenario({
  target,
  profile: rate(
    levels.map((at) => ({ at, for: '4s' as const })),
    { maxUsers: 200 },
  ),
  journeys: [asker],
  requestTimeout: '2s',
  gracefulStop: '3s',
});
