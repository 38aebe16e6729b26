import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** Connections to the database are cut for 300 ms in every second. Retries of reads are what bridges it. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ down }) => [
    down('api->db', {
      id: 'db-blip',
      at: '40%',
      for: '6s',
      flapping: { every: '1s', on: '300ms' },
      hits: ['browse', 'search', 'product-detail'],
    }),
  ],
});
