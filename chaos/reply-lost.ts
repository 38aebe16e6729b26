import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** Orders are placed and their answers lost, one of two. Who asks again with the same key must not have bought twice. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ loseReply }) => [
    loseReply('k6->api', {
      id: 'reply-lost',
      at: '40%',
      for: '5s',
      match: { method: 'POST', path: '/orders', share: '50%' },
      hits: ['checkout'],
    }),
  ],
});
