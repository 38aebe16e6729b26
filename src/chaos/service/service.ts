import type { ServiceAction } from '../../model/faults/service.ts';
import { now } from '../../system/clock.ts';
import type { Breakable } from '../breakable.ts';
import { inTurn } from '../in-turn.ts';
import type { BrokenService } from './broken-service.ts';
import type { Acting } from './service-fault.ts';
import { serviceFaultOf } from './service-faults.ts';

/**
 * Lets faults be put on a service that the run started.
 *
 * @param edges that lead to it
 */
export function breakService(service: BrokenService, edges: readonly string[]): Breakable<ServiceAction> {
  const ready = new Map<string, Acting>();
  const turn = inTurn();
  let onSeen: Parameters<NonNullable<Breakable['onSeen']>>[0] = () => undefined;

  const prepare = async (fault: string, action: ServiceAction): Promise<Acting> => {
    const known = ready.get(fault);
    if (known !== undefined) return known;
    const acting = await serviceFaultOf(action).prepare(action, service, (what) => onSeen(fault, what, now()));
    ready.set(fault, acting);
    return acting;
  };
  return {
    name: service.name,
    problems: () => [],
    proofOf: (action) => serviceFaultOf(action).proofOf(action, edges),
    prepare: (fault, action) =>
      turn(async () => {
        await prepare(fault, action);
      }),
    apply: (fault, action, tell) => turn(async () => (await prepare(fault, action)).apply(tell)),
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
