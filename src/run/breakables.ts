import type { Breakable, BreakableOf } from '../chaos/breakable.ts';
import type { FaultProxy } from '../chaos/fault-proxy.ts';
import { httpEdgeOf } from '../chaos/http-edge.ts';
import { breakService } from '../chaos/service/service.ts';
import type { Gateways } from '../gateway/gateways.ts';
import { isHttpAction } from '../model/faults/http.ts';
import { isServiceAction } from '../model/faults/service.ts';
import type { RunningTarget } from '../target/start-target.ts';
import type { UndoLog } from '../undo/undo-log.ts';

export interface BreakableParts {
  readonly proxy: Pick<FaultProxy, 'edges'>;
  readonly gateways: Pick<Gateways, 'byEdge'>;
  readonly target: Pick<RunningTarget, 'services' | 'edges'>;
  readonly undo: UndoLog;
  /** Environment of the harness. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the run. */
  readonly seed: number;
}

/** What of a running target faults can be put on, by the family of the fault. */
export function breakablesOf({ proxy, gateways, target, undo, env, seed }: BreakableParts): BreakableOf {
  const httpEdges = new Map(
    [...gateways.byEdge].map(([edge, gateway]): [string, Breakable] => [edge, httpEdgeOf(gateway, seed)]),
  );
  const services = new Map(
    target.services.flatMap(({ name, own }) => {
      const edges = target.edges.flatMap((edge) => (edge.name.endsWith(`->${name}`) ? [edge.name] : []));
      return own === null ? [] : [[name, breakService({ service: own, edges, undo, env })] as const];
    }),
  );
  return ({ on, action }) => {
    if (isServiceAction(action)) return services.get(on);
    return isHttpAction(action) ? httpEdges.get(on) : proxy.edges.get(on);
  };
}
