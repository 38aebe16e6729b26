import { defineFaultPlan } from 'proofload';
import { shopper } from '../scenarios/shop/journeys/shopper.ts';
import shop from '../targets/shop/target.ts';

/** What goes wrong with single requests: answers that are late, wrong, refused, or lost. */
export default defineFaultPlan({
  target: shop,
  journeys: [shopper],
  faults: ({ delayHeaders, malformBody, httpError, loseReply }) => [
    delayHeaders('api->ai', {
      id: 'ai-late',
      at: '10s',
      for: '6s',
      delay: '5s',
      hits: ['recommendations', 'fraud-check'],
    }),
    malformBody('api->ai', { id: 'ai-wrong', at: '26s', for: '6s', hits: ['recommendations', 'fraud-check'] }),
    httpError('api->ai', {
      id: 'ai-busy',
      at: '42s',
      for: '6s',
      retryAfter: '1s',
      match: { method: 'POST', path: '/fraud-check', share: '50%' },
      hits: ['fraud-check'],
    }),
    loseReply('k6->api', {
      id: 'order-lost',
      at: '58s',
      for: '6s',
      match: { method: 'POST', path: '/orders', share: '20%' },
      hits: ['checkout'],
    }),
  ],
});
