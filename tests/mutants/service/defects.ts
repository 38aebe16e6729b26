import type { Defect } from '../mutants.ts';

const [, planted = '', digits] = /^(.*?)(?:-(\d+))?$/.exec(process.env['MUTANT'] ?? '') ?? [];

/** How much of a defect this service has; 0 = none of it. */
export function dose(defect: Defect): number {
  return planted === defect ? Number(digits ?? 1) : 0;
}

/** Gives true once in `every` calls, at the end of them: exact where chance would need more requests. 0 = never. */
export function onceIn(every: number): () => boolean {
  let calls = 0;
  return () => every > 0 && ++calls % every === 0;
}

/** Gives true for the first `times` calls after `calls` others. */
export function afterwards(calls: number, times: number): () => boolean {
  let seen = 0;
  return () => ++seen > calls && seen <= calls + times;
}

/** Holds the only thread for so many ms. */
export function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
