import type { NetworkAction } from '../model/faults/network.ts';
import type { ActionOf, FaultKind } from './fault-kind.ts';
import { bandwidth } from './faults/bandwidth.ts';
import { blackHole } from './faults/black-hole.ts';
import { down } from './faults/down.ts';
import { latency } from './faults/latency.ts';
import { limitData } from './faults/limit-data.ts';
import { reset } from './faults/reset.ts';
import { slicer } from './faults/slicer.ts';
import { slowClose } from './faults/slow-close.ts';
import { timeout } from './faults/timeout.ts';

/** Every kind of fault on an edge. A new one is a file in `faults/` and a line here. */
export const faultKinds = {
  latency,
  bandwidth,
  'black-hole': blackHole,
  timeout,
  reset,
  'slow-close': slowClose,
  slicer,
  'limit-data': limitData,
  down,
} satisfies { [K in NetworkAction['kind']]: FaultKind<ActionOf<K>> };

/** The kind of `action`. */
export function kindOf(action: NetworkAction): FaultKind<NetworkAction> {
  // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
  return faultKinds[action.kind];
}
