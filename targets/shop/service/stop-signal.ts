import type { Log } from './log.ts';

/** Runs `stop` at the first SIGTERM or SIGINT and ends the process with the exit code that it answers. A second signal kills at once. */
export function onStopSignal(log: Log, stop: () => Promise<number>): void {
  let stopping = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info('stopping', { signal });
    stop().then(
      (code) => {
        log.info('stopped', { code });
        process.exit(code);
      },
      (error: unknown) => {
        log.error('stopping failed', { error: String(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
