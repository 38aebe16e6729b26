import type { Series } from '../model/record.ts';
import type { ErrorResult } from '../model/verdict.ts';
import { failureKind } from './live-figures.ts';
import { outcomeSource } from './metric.ts';

/** What failed, by kind and step; the most frequent first. Instants are those of slots, in ms since t0. */
export function errorResults(series: readonly Series[]): ErrorResult[] {
  const source = outcomeSource(series);
  const found = new Map<string, ErrorResult>();
  for (const { cells, ...head } of series) {
    const kind = failureKind(head, source);
    if (kind === null) continue;
    const step = head.tags['step'] ?? null;
    const key = `${kind} ${step}`;
    for (const { count, startMs, endMs } of cells) {
      const { count: before = 0, firstMs = Infinity, lastMs = -Infinity } = found.get(key) ?? {};
      found.set(key, {
        kind,
        step,
        count: before + count,
        firstMs: Math.min(firstMs, startMs),
        lastMs: Math.max(lastMs, endMs),
      });
    }
  }
  return [...found].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).map(([, error]) => error);
}
