import type { NetworkAction } from '../model/faults/network.ts';
import { kindOf } from './fault-kinds.ts';
import { stagesOf } from './stages.ts';

/** By how many ms at least the round trip of a probe is longer in every stage of a fault; null: it does not show. */
export function slowsByMs(action: NetworkAction): number | null {
  let least = Infinity;
  for (const stage of stagesOf(action)) {
    const slower = kindOf(stage).slowsByMs(stage);
    if (slower === null) return null;
    least = Math.min(least, slower);
  }
  return least;
}
