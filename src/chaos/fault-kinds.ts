import type { FaultAction } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { blackHole } from './faults/black-hole.ts';
import { down } from './faults/down.ts';
import { latency } from './faults/latency.ts';

/** Every kind of fault. A new one is a file in `faults/` and a line here. */
export const faultKinds = {
  latency,
  'black-hole': blackHole,
  down,
} satisfies { [K in FaultAction['kind']]: FaultKind<Extract<FaultAction, { kind: K }>> };

/** The kind of `action`. */
export function kindOf(action: FaultAction): FaultKind<FaultAction> {
  // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
  return faultKinds[action.kind];
}
