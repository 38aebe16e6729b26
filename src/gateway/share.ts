import type { Random } from '../model/random.ts';

/** Shares are given in steps of 0.1%, which come out even in a thousand; whole percents already in a hundred. */
function lengthOfBlock(share: number): number {
  return Number.isInteger(round(share * 100)) ? 100 : 1000;
}

/** 0.07 * 100 is 7.000000000000001. */
function round(value: number): number {
  return Number(value.toFixed(9));
}

/**
 * Counts off a share exactly: of every block of 100 calls (1000 for parts of a percent) it gives true for just so many, in an order
 * that the random numbers decide. Selection sampling: Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
 *
 * @param share from 0 to 1, in steps of 0.001
 */
export function countOff(share: number, random: Random): () => boolean {
  const block = lengthOfBlock(share);
  let rest = 0;
  let due = 0;
  return () => {
    if (rest === 0) {
      rest = block;
      due = round(share * block);
    }
    const chosen = random() * rest < due;
    rest -= 1;
    if (chosen) due -= 1;
    return chosen;
  };
}
