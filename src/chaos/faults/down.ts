import type { NetworkAction } from '../../model/faults/network.ts';
import type { FaultKind } from '../fault-kind.ts';

/** New connections are refused; those that are open are cut: FIN when idle, RST when data is under way. */
export const down: FaultKind<Extract<NetworkAction, { kind: 'down' }>> = {
  problems: () => [],
  toxics: () => [],
  cuts: true,
  slowsByMs: () => Infinity,
};
