import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** The api stands still for two seconds, as in a long garbage collection, and goes on. Nothing may get lost over it. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ pause }) => [pause('api', { id: 'api-pause', at: '40%', for: '2s' })],
});
