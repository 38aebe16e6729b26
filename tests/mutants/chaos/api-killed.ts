import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** The api dies at once, and is started again. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ kill }) => [kill('api', { id: 'api-killed', at: '4500ms', for: '1s' })],
});
