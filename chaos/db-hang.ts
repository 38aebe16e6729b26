import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** The database stops answering and says nothing. Time limits are what protects from it. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ blackHole }) => [
    blackHole('api->db', {
      id: 'db-hang',
      at: '40%',
      for: '5s',
      hits: ['login', 'browse', 'search', 'product-detail'],
    }),
  ],
});
