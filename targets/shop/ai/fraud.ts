export type Decision = 'accept' | 'review' | 'reject';

const REVIEW_FROM_CENTS = 1_000_000;
const REJECT_FROM_CENTS = 10_000_000;

/** Depends on nothing but its input: a load test must be able to know the right answer. */
export function judgeOrder(totalCents: number): Decision {
  if (totalCents >= REJECT_FROM_CENTS) return 'reject';
  return totalCents >= REVIEW_FROM_CENTS ? 'review' : 'accept';
}
