import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** The database stops answering. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ blackHole }) => [
    blackHole('api->db', { id: 'db-hang', at: '4500ms', for: '3s', hits: ['search', 'item', 'order'] }),
  ],
});
