/** `open`: too few samples to tell, so it may have held. */
export type WindowState = 'holds' | 'broken' | 'open';

export interface RecoveryTime {
  /** The first window from which `inARow` hold; null when that was not seen. */
  readonly shown: number | null;
  /** The first window from which `inARow` may have held: recovery was no earlier. */
  readonly earliest: number;
}

/**
 * When windows began to hold, from their states in order; beyond the last one all are open.
 *
 * @param atLeast so many windows are looked at in any case, and those that hold go on to there
 */
export function recoveryTime(states: readonly WindowState[], inARow: number, atLeast = 0): RecoveryTime {
  let shown: number | null = null;
  let earliest = 0;
  let holding = 0;
  let unbroken = 0;
  for (const [i, state] of states.entries()) {
    holding = state === 'holds' ? holding + 1 : 0;
    if (state !== 'broken') unbroken++;
    else if (unbroken < inARow || i < atLeast) [unbroken, earliest] = [0, i + 1];
    if (holding >= inARow && i + 1 >= atLeast) {
      shown = i + 1 - holding;
      break;
    }
  }
  return { shown, earliest };
}
