import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** Every fifth order is placed, and whoever placed it is not told. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ loseReply }) => [
    loseReply('k6->api', {
      id: 'lost-replies',
      at: '4500ms',
      for: '5s',
      match: { method: 'POST', share: '20%' },
      hits: ['order'],
    }),
  ],
});
