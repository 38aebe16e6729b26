import type { Breakable, BreakableOf } from '../chaos/breakable.ts';
import type { FaultProxy } from '../chaos/fault-proxy.ts';
import { httpEdgeOf } from '../chaos/http-edge.ts';
import { breakService } from '../chaos/service/service.ts';
import type { Gateways } from '../gateway/gateways.ts';
import { isHttpAction } from '../model/faults/http.ts';
import { isServiceAction } from '../model/faults/service.ts';
import type { RunningTarget } from '../target/start-target.ts';

export interface BreakableParts {
  readonly proxy: Pick<FaultProxy, 'edges'>;
  readonly gateways: Pick<Gateways, 'byEdge'>;
  readonly target: RunningTarget;
  /** Of the run. */
  readonly seed: number;
}

/** What of a running target faults can be put on, by the family of the fault. */
export function breakablesOf({ proxy, gateways, target, seed }: BreakableParts): BreakableOf {
  const { edges } = proxy;
  const httpEdges = new Map(
    [...gateways.byEdge].map(([edge, gateway]): [string, Breakable] => [edge, httpEdgeOf(gateway, seed)]),
  );
  const services = new Map(
    target.services.flatMap(({ name, own }) => {
      const leading = target.edges.flatMap((edge) => (edge.name.endsWith(`->${name}`) ? [edge.name] : []));
      return own === null ? [] : [[name, breakService(own, leading)] as const];
    }),
  );
  return ({ on, action }) => {
    if (isServiceAction(action)) return services.get(on);
    return isHttpAction(action) ? httpEdges.get(on) : edges.get(on);
  };
}
