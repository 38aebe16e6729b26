import { defineScenario, users } from 'proofload';
import { customer } from './customer.ts';
import kiosk from './target.ts';

/** As short as the objectives allow: each needs its samples. */
export default defineScenario({
  target: kiosk,
  journeys: [customer],
  requestTimeout: '5s',
  gracefulStop: '6s',
  profiles: {
    calm: users(20, { for: '9s', rampUp: '1s', warmUp: '2s' }),
    broken: users(30, { for: '15s', rampUp: '1s', warmUp: '2s' }),
  },
});
