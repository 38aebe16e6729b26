import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** The ai service stops answering. The circuit breaker is what protects from it. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ blackHole }) => [
    blackHole('api->ai', { id: 'ai-hang', at: '40%', for: '6s', hits: ['recommendations', 'fraud-check'] }),
  ],
});
