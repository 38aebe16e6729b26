/** `open`: too few samples to tell, so it may have held. */
export type WindowState = 'holds' | 'broken' | 'open';

export interface RecoveryTime {
  /** The first window from which `inARow` hold; null when that was not seen. */
  readonly shown: number | null;
  /** The first window from which `inARow` may have held: recovery was no earlier. */
  readonly earliest: number;
}

/** When windows began to hold, from their states in order; beyond the last one all are open. */
export function recoveryTime(states: readonly WindowState[], inARow: number): RecoveryTime {
  let shown: number | null = null;
  let earliest = 0;
  let holding = 0;
  let unbroken = 0;
  for (const [i, state] of states.entries()) {
    holding = state === 'holds' ? holding + 1 : 0;
    if (state !== 'broken') unbroken++;
    else if (unbroken < inARow) [unbroken, earliest] = [0, i + 1];
    if (holding === inARow) {
      shown = i + 1 - inARow;
      break;
    }
  }
  return { shown, earliest };
}
