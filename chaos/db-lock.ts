import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** A migration holds a lock on the products. Time limits are what protects the rest of the shop from waiting for them. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ lockTable }) => [
    lockTable('db', {
      id: 'db-lock',
      at: '40%',
      for: '4s',
      table: 'products',
      hits: ['browse', 'search', 'product-detail'],
    }),
  ],
});
