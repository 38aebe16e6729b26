import type { ServiceAction } from '../../model/faults/service.ts';
import { breakableBy } from '../acting.ts';
import type { Breakable } from '../breakable.ts';
import type { Scene } from './service-fault.ts';
import { serviceFaultOf } from './service-faults.ts';

export interface BreakServiceOptions extends Pick<Scene, 'service' | 'undo' | 'env'> {
  /** Where a canary can speak to it: edges that lead to it, and its own address, by name. */
  readonly probed: readonly string[];
}

/** Lets faults be put on a service that the run started. */
export function breakService({ probed, ...scene }: BreakServiceOptions): Breakable<ServiceAction> {
  return breakableBy<ServiceAction>({
    name: scene.service.name,
    proofOf: (action) => serviceFaultOf(action).proofOf(action, probed),
    prepare: (action, occasion) => serviceFaultOf(action).prepare(action, { ...scene, ...occasion }),
  });
}
