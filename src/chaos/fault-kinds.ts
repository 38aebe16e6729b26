import type { NetworkAction } from '../model/faults/network.ts';
import type { FaultKind } from './fault-kind.ts';
import { blackHole } from './faults/black-hole.ts';
import { down } from './faults/down.ts';
import { latency } from './faults/latency.ts';

/** Every kind of fault on an edge. A new one is a file in `faults/` and a line here. */
export const faultKinds = {
  latency,
  'black-hole': blackHole,
  down,
} satisfies { [K in NetworkAction['kind']]: FaultKind<Extract<NetworkAction, { kind: K }>> };

/** The kind of `action`. */
export function kindOf(action: NetworkAction): FaultKind<NetworkAction> {
  // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
  return faultKinds[action.kind];
}
