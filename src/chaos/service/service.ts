import type { ServiceAction } from '../../model/faults/service.ts';
import { now } from '../../system/clock.ts';
import type { Breakable } from '../breakable.ts';
import { inTurn } from '../in-turn.ts';
import type { Acting, Scene } from './service-fault.ts';
import { serviceFaultOf } from './service-faults.ts';

export interface BreakServiceOptions extends Pick<Scene, 'service' | 'undo' | 'env'> {
  /** Edges that lead to it. */
  readonly edges: readonly string[];
}

/** Lets faults be put on a service that the run started. */
export function breakService({ service, undo, env, edges }: BreakServiceOptions): Breakable<ServiceAction> {
  const ready = new Map<string, Acting>();
  const turn = inTurn();
  let onSeen: Parameters<NonNullable<Breakable['onSeen']>>[0] = () => undefined;

  return {
    name: service.name,
    problems: () => [],
    proofOf: (action) => serviceFaultOf(action).proofOf(action, edges),
    prepare: (fault, action, forMs) =>
      turn(async () => {
        if (ready.has(fault)) return;
        const seen = (what: 'felt' | 'clean'): void => onSeen(fault, what, now());
        ready.set(fault, await serviceFaultOf(action).prepare(action, { service, undo, env, forMs, seen }));
      }),
    apply: (fault, _action, tell) => turn(async () => ready.get(fault)?.apply(tell)),
    heal: (fault, tell) =>
      turn(async () => {
        await ready.get(fault)?.heal(tell);
        ready.delete(fault);
      }),
    onSeen(cb) {
      onSeen = cb;
    },
  };
}
