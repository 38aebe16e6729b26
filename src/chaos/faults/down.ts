import type { ActionOf, FaultKind } from '../fault-kind.ts';

/** New connections are refused; those that are open are cut: FIN when idle, RST when data is under way. */
export const down: FaultKind<ActionOf<'down'>> = {
  problems: () => [],
  toxics: () => [],
  connections: 'cut',
  slowsByMs: () => Infinity,
};
