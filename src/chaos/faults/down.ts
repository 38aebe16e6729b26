import type { FaultAction } from '../../model/plan.ts';
import type { FaultKind } from '../fault-kind.ts';

/** New connections are refused; those that are open are cut: FIN when idle, RST when data is under way. */
export const down: FaultKind<Extract<FaultAction, { kind: 'down' }>> = {
  problems: () => [],
  toxics: () => [],
  cuts: true,
  slowsByMs: () => Infinity,
};
