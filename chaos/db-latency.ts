import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** The database is 300 ms further away. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ latency }) => [
    latency('api->db', {
      id: 'db-latency',
      at: '40%',
      for: '6s',
      delay: '300ms',
      jitter: '50ms',
      hits: ['browse', 'search', 'product-detail', 'checkout'],
    }),
  ],
});
