import { defineFaultPlan } from 'proofload';
import { customer } from '../customer.ts';
import kiosk from '../target.ts';

/** Connections to the database are cut for 300 ms in every second. */
export default defineFaultPlan({
  target: kiosk,
  journeys: [customer],
  faults: ({ down }) => [
    down('api->db', { id: 'db-cuts', at: '4500ms', for: '4s', flapping: { every: '1s', on: '300ms' } }),
  ],
});
