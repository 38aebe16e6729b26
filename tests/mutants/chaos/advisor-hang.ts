import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** The advisor stops answering. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ blackHole }) => [
    blackHole('api->advisor', { id: 'advisor-hang', at: '4500ms', for: '3s', hits: ['advice'] }),
  ],
});
