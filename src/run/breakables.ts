import type { BreakableOf } from '../chaos/breakable.ts';
import type { FaultProxy } from '../chaos/fault-proxy.ts';
import { breakService } from '../chaos/service/service.ts';
import { isServiceAction } from '../model/faults/service.ts';
import type { RunningTarget } from '../target/start-target.ts';

/** What of a running target faults can be put on, by the family of the fault. */
export function breakablesOf({ edges }: Pick<FaultProxy, 'edges'>, target: RunningTarget): BreakableOf {
  const services = new Map(
    target.services.flatMap(({ name, own }) => {
      const leading = target.edges.flatMap((edge) => (edge.name.endsWith(`->${name}`) ? [edge.name] : []));
      return own === null ? [] : [[name, breakService(own, leading)] as const];
    }),
  );
  return ({ on, action }) => (isServiceAction(action) ? services.get(on) : edges.get(on));
}
