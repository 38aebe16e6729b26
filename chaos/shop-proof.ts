import { defineFaultPlan } from 'proofload';
import shop from '../targets/shop/target.ts';
import aiHang from './ai-hang.ts';
import dbBlip from './db-blip.ts';
import dbHang from './db-hang.ts';
import dbLatency from './db-latency.ts';

/** Four faults in one run, each with 5 s to recover and quiet time before the next. */
export default defineFaultPlan({
  target: shop,
  faults: ({ again }) => [
    again(aiHang, { at: '10s', for: '6s' }),
    again(dbLatency, { at: '26s', for: '6s' }),
    again(dbBlip, { at: '42s', for: '6s' }),
    again(dbHang, { at: '58s', for: '5s' }),
  ],
});
