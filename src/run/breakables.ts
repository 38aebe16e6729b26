import type { BreakableOf } from '../chaos/breakable.ts';
import type { FaultProxy } from '../chaos/fault-proxy.ts';

/** What of a running target faults can be put on, by the family of the fault. */
export function breakablesOf({ edges }: Pick<FaultProxy, 'edges'>): BreakableOf {
  return ({ on }) => edges.get(on);
}
