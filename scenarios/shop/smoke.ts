import { defineScenario, users } from 'proofload';
import shop from '../../targets/shop/target.ts';
import { shopper } from './journeys/shopper.ts';

/** Does it work at all: few users who take their time. */
export default defineScenario({
  target: shop,
  profile: users(10, { for: '2m', rampUp: '5s' }),
  journeys: [{ ...shopper, think: ['1s', '3s'] }],
});
