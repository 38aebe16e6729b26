import type { Ending, Series } from '../model/record.ts';
import type { ErrorResult } from '../model/verdict.ts';
import { failureKind } from './live-figures.ts';
import { outcomeSource } from './metric.ts';

type Told = Pick<Ending, 'scriptErrors' | 'errorExamples'>;

/**
 * What failed, by kind and step; the most frequent first. Instants are those of slots, in ms since t0.
 *
 * @param ending null = the run was killed, and tells no examples
 */
export function errorResults(series: readonly Series[], ending: Told | null): ErrorResult[] {
  const source = outcomeSource(series);
  const found = new Map<string, ErrorResult>();
  for (const { cells, ...head } of series) {
    const kind = failureKind(head, source);
    if (kind === null) continue;
    const step = head.tags['step'] ?? null;
    const example = exampleOf(kind, step, ending);
    const key = `${kind} ${step}`;
    for (const { count, startMs, endMs } of cells) {
      const { count: before = 0, firstMs = Infinity, lastMs = -Infinity } = found.get(key) ?? {};
      found.set(key, {
        kind,
        step,
        count: before + count,
        firstMs: Math.min(firstMs, startMs),
        lastMs: Math.max(lastMs, endMs),
        example,
      });
    }
  }
  return [...found].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).map(([, error]) => error);
}

/** What the script itself threw is told by its place. */
function exampleOf(kind: string, step: string | null, ending: Told | null): string | null {
  if (step === null || ending === null) return null;
  if (kind === 'exception') return ending.scriptErrors.find((text) => text.includes(`in step "${step}"`)) ?? null;
  return ending.errorExamples?.find((one) => one.step === step && one.kind === kind)?.text ?? null;
}
