import { formatDuration } from '../../model/duration.ts';
import { formatMs, formatShare } from '../../report/format.ts';
import { plain } from '../../report/plain-text.ts';
import type { LoadState, Progress } from '../../run/progress.ts';
import { faultLine, seconds } from './event-line.ts';

const everyMs = 10_000;

/** Lines for logs and pipes: what happens, and how the load goes every ten seconds and when its phase changes. */
export function plainProgress(err: (text: string) => void): Progress {
  let last: { readonly atMs: number; readonly phase: string } | undefined;
  return {
    stage: (text) => err(`· ${plain(text)}\n`),
    note: (text) => err(`  ${plain(text)}\n`),
    loadStarted: () => (last = undefined),
    fault(event) {
      const line = faultLine(event);
      if (line !== undefined) err(`${line}\n`);
    },
    tick(state) {
      const { elapsedMs, phase } = state;
      if (last?.phase === phase && elapsedMs - last.atMs < everyMs) return;
      last = { atMs: elapsedMs, phase };
      err(`${stateLine(state)}\n`);
    },
  };
}

function stateLine(state: LoadState): string {
  const { elapsedMs, totalMs, phase, level, requestsPerSecond, p95Ms, errorRate, objectives } = state;
  const missed = objectives.filter(({ standing }) => standing === 'missed').map(({ name }) => plain(name));
  return [
    `${seconds(elapsedMs)} of ${formatDuration(totalMs)}`,
    plain(phase).padEnd(8),
    `load ${Number(level.toFixed(1))}`,
    `${requestsPerSecond.toFixed(1)} req/s`,
    `p95 ${p95Ms === null ? '–' : formatMs(p95Ms)}`,
    `errors ${errorRate === null ? '–' : formatShare(errorRate)}`,
    ...(missed.length === 0 ? [] : [`missed: ${missed.join(', ')}`]),
  ].join('  ');
}
