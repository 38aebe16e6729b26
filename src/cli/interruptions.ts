import type { Interruption } from '../run/run-host.ts';

/** What ends a run, and what its verdict calls it: a terminal that is closed hangs up, and wants an end as orderly as any. */
const signals = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM', SIGHUP: 'SIGTERM' } as const satisfies Partial<
  Record<NodeJS.Signals, Interruption>
>;

/** How a run is ended from outside, by signals and by keys. */
export interface Interruptions extends Disposable {
  /** The run ends its load, heals, undoes and reports. Its reason is the signal. */
  readonly interrupted: AbortSignal;
  /** It does so without waiting for anything but that. */
  readonly hurried: AbortSignal;
  /** Takes the signals from now on. Until then they end the process at once, also where a file that is read loops for ever. */
  readonly hold: () => void;
  readonly end: (signal: Interruption) => void;
  readonly hurry: (signal: Interruption) => void;
}

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an orderly end: the first aborts the run, which heals, undoes and reports.
 *
 * Later ones hurry it. None ends it at once: that would leave to the guardian what we are about to do well.
 */
export function interruptions(err: (text: string) => void): Interruptions {
  const interrupted = new AbortController();
  const hurried = new AbortController();
  const end = (signal: Interruption, told: string = signal): void => {
    if (interrupted.signal.aborted) return;
    err(`\n${told}: ending the load, healing and cleaning up; the report follows\n`);
    interrupted.abort(signal);
  };
  const hurry = (signal: Interruption): void => {
    end(signal);
    hurried.abort(signal);
  };
  const listeners = new Map<string, () => void>();
  const hold = (): void => {
    if (listeners.size > 0) return;
    for (const [signal, interruption] of Object.entries(signals)) {
      const listener = (): void => {
        if (!interrupted.signal.aborted) {
          end(interruption, signal);
          return;
        }
        err('\nstill healing and cleaning up; kill -9 leaves that to the guardian\n');
        hurry(interruption);
      };
      listeners.set(signal, listener);
      process.on(signal, listener);
    }
  };
  return {
    interrupted: interrupted.signal,
    hurried: hurried.signal,
    hold,
    end,
    hurry,
    [Symbol.dispose]: () => listeners.forEach((listener, signal) => process.off(signal, listener)),
  };
}
