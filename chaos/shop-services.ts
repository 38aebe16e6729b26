import { defineFaultPlan } from 'proofload';
import shop from '../targets/shop/target.ts';
import apiPause from './api-pause.ts';
import dbLock from './db-lock.ts';

/** What happens to services and databases themselves, each with 5 s to recover and quiet time before the next. */
export default defineFaultPlan({
  target: shop,
  faults: ({ again }) => [again(apiPause, { at: '15s', for: '2s' }), again(dbLock, { at: '40s', for: '4s' })],
});
