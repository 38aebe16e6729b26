/** A way to get a proxy to be as it should. */
export interface Way {
  go(): Promise<unknown>;
  /** What was done and what it cost, as a sentence without a full stop; absent: nothing that needs telling. */
  readonly price?: string;
}

/**
 * Tries one way after another until `verify` does not throw. `tell` gets the price of the way that was needed, with the reasons.
 *
 * Rejects with all reasons when none of them helped.
 */
export async function reach(
  what: string,
  ways: readonly Way[],
  verify: () => Promise<void>,
  tell: (sentence: string) => void,
): Promise<void> {
  const reasons: Error[] = [];
  for (const way of ways) {
    try {
      await way.go();
      await verify();
      if (way.price !== undefined) tell(`${way.price}: ${what} failed: ${reasonsOf(reasons)}`);
      return;
    } catch (error) {
      reasons.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  throw new AggregateError(reasons, `${what} failed: ${reasonsOf(reasons)}`);
}

function reasonsOf(reasons: readonly Error[]): string {
  return reasons.map(({ message }) => message).join('; then ');
}
