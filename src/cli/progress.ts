import { formatDuration } from '../model/duration.ts';
import type { FaultEvent } from '../model/record.ts';
import type { LoadState, Progress } from '../run/progress.ts';
import type { CliHost } from './host.ts';

/** Without a terminal: one line this often. */
const plainEveryMs = 5000;

const told: Partial<Record<FaultEvent['event'], string>> = {
  felt: 'felt',
  clean: 'gone',
  escalated: 'healing escalated',
};

/** Shows a run on stderr: one line that is redrawn on a terminal, plain lines elsewhere. */
export function terminalProgress(host: CliHost): Progress & { end(): void } {
  const clear = host.live ? '\r\u001b[2K' : '';
  let drawn = false;
  let lastPlainMs = -Infinity;
  const line = (text: string): void => {
    host.err(`${drawn ? clear : ''}${text}\n`);
    drawn = false;
  };
  return {
    stage: (text) => line(`· ${text}`),
    note: (text) => line(`  ${text}`),
    loadStarted: () => undefined,
    fault(event) {
      const words = told[event.event];
      if (words === undefined) return;
      line(
        `${seconds(event.atMs)}  fault ${event.fault}: ${words}${event.detail === undefined ? '' : ` (${event.detail})`}`,
      );
    },
    tick(state) {
      if (host.live) {
        host.err(`${clear}${stateLine(state).slice(0, host.width - 1)}`);
        drawn = true;
      } else if (state.elapsedMs - lastPlainMs >= plainEveryMs) {
        lastPlainMs = state.elapsedMs;
        line(stateLine(state));
      }
    },
    end() {
      if (drawn) host.err(clear);
      drawn = false;
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(6)} s`;
}

function stateLine(state: LoadState): string {
  const { elapsedMs, totalMs, phase, level, requestsPerSecond, p95Ms, errorRate, faults } = state;
  const parts = [
    `${seconds(elapsedMs)} of ${formatDuration(totalMs)}`,
    phase.padEnd(8),
    `load ${level.toFixed(0)}`,
    `${requestsPerSecond.toFixed(1)} req/s`,
    `p95 ${p95Ms === null ? '-' : formatDuration(p95Ms)}`,
    `errors ${errorRate === null ? '-' : `${(errorRate * 100).toFixed(1)} %`}`,
  ];
  if (faults.length > 0) parts.push(`fault on: ${faults.map(({ id }) => id).join(', ')}`);
  return parts.join('  ');
}
