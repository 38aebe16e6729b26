/** Edit distance that counts a swap of neighbours as one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The known name closest to `name`, if it is close enough to be what was meant. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const [a, b] = [name.toLowerCase(), candidate.toLowerCase()];
    // Of two at the same distance the one that was begun rightly.
    const d = distance(a, b) - (b.startsWith(a) ? 0.5 : 0);
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** The hint for an unknown name: the nearest one, or all that there are. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = [...known];
  const match = nearest(name, names);
  if (match !== undefined) return `did you mean "${match}"?`;
  return names.length === 0 ? 'there are none' : `known: ${names.join(', ')}`;
}
