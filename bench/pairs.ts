export interface Pair<T> {
  readonly ours: T;
  readonly theirs: T;
}

/** Runs both sides in turn, the other one first each time, so that a machine that drifts drifts under both. */
export async function pairs<T>(n: number, ours: () => Promise<T>, theirs: () => Promise<T>): Promise<Pair<T>[]> {
  const done: Pair<T>[] = [];
  for (let i = 0; i < n; i++) {
    if (i % 2 === 0) {
      const first = await ours();
      done.push({ ours: first, theirs: await theirs() });
    } else {
      const first = await theirs();
      done.push({ ours: await ours(), theirs: first });
    }
    process.stderr.write(`pair ${i + 1} of ${n}\n`);
  }
  return done;
}
