import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** The api is asked to end, as a deployment does, and is started again. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ restart }) => [restart('api', { id: 'api-restarted', at: '4500ms', for: '10s' })],
});
