import type { LoadState } from '../../run/progress.ts';
import { errorEvent, jsonEvent } from './json-event.ts';
import type { RunProgress } from './run-progress.ts';

const tickEveryMs = 1000;

/** One JSON object a line for programs that follow the run. */
export function jsonProgress(experiment: string, out: (text: string) => void): RunProgress {
  const emit = (event: string, fields: object): void => out(jsonEvent(event, { experiment, ...fields }));
  let nextTickMs = 0;
  return {
    stage: (text) => emit('stage', { text }),
    note: (text) => emit('note', { text }),
    loadStarted({ profile, faults }) {
      emit('load-started', {
        profile: profile.name,
        model: profile.model,
        totalMs: profile.durationMs,
        faults: faults.map(({ id, startMs, endMs }) => ({ id, startMs, endMs })),
      });
    },
    fault: ({ atMs, fault, event: what, detail = null, assumed = false, exposure = null }) =>
      emit('fault', { atMs, fault, what, detail, assumed, exposure }),
    tick(state) {
      if (state.elapsedMs < nextTickMs) return;
      nextTickMs = (Math.floor(state.elapsedMs / tickEveryMs) + 1) * tickEveryMs;
      emit('tick', figuresOf(state));
    },
    verdict({ verdict: { verdict, sentence }, folder, notWritten }, exitCode) {
      if (notWritten !== null) out(errorEvent(experiment, notWritten));
      emit('verdict', { verdict, sentence, exitCode, folder });
    },
    listen: () => undefined,
    end: () => undefined,
  };
}

function figuresOf(state: LoadState): object {
  const { elapsedMs, totalMs, phase, level, users, passesPerSecond, requests, requestsPerSecond } = state;
  const { p50Ms, p95Ms, p99Ms, errorRate, errors, faults, nextFault, objectives } = state;
  return {
    ...{ elapsedMs, totalMs, phase, level, users, passesPerSecond, requests, requestsPerSecond },
    ...{ p50Ms, p95Ms, p99Ms, errorRate, errors, faults, nextFault, objectives },
  };
}
