import { defineScenario, users } from 'proofload';
import shop from '../../targets/shop/target.ts';
import { shopper } from './journeys/shopper.ts';

/** The experiment of the README: long enough for four faults, short enough to wait for. */
export default defineScenario({
  target: shop,
  profile: users(30, { for: '75s', rampUp: '3s', warmUp: '4s' }),
  journeys: [shopper],
});
