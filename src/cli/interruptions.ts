import type { Interruption } from '../run/run-host.ts';
import type { CliHost } from './host.ts';

const signals: readonly Interruption[] = ['SIGINT', 'SIGTERM'];

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the first aborts the run, which heals, undoes and reports.
 *
 * Later ones only say that it is under way: ending at once would leave to the guardian what we are about to do well.
 */
export function interruptions(host: CliHost): Disposable & { readonly interrupted: AbortSignal } {
  const controller = new AbortController();
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      if (controller.signal.aborted) {
        host.err('\nstill healing and cleaning up; kill -9 leaves that to the guardian\n');
        return;
      }
      host.err(`\n${signal}: ending the load, healing and cleaning up; the report follows\n`);
      controller.abort(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return {
    interrupted: controller.signal,
    [Symbol.dispose]: () => listeners.forEach((off) => off()),
  };
}
