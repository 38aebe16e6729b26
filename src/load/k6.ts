import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import type { ErrorExample } from '../model/record.ts';
import { startChild, type Child, type Exit } from '../system/child.ts';
import { now, within } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { withPort } from '../system/ports.ts';
import { ErrorExamples } from './error-examples.ts';
import { configName, k6Command, type K6Spec } from './k6-command.ts';
import { readable } from './k6-message.ts';
import { untilRunning, waitUntilPaused } from './k6-status.ts';
import { ScriptErrors } from './script-errors.ts';

export interface ArmedLoad extends AsyncDisposable {
  /** Where k6 tells of itself, in the text format of Prometheus. */
  readonly metricsUrl: string;
  /**
   * Starts the load. Gives t0 in Unix ms: taken just before k6 is released; of a plain script, some ms after its
   * `setup()`, since only then its load begins. Null when k6 ended before.
   */
  release(): Promise<number | null>;
  /** When k6 has ended by itself or was stopped, and its stream has been read to the end. */
  readonly finished: Promise<LoadEnding>;
  /** Asks k6 to end now and to hand over what it has seen. */
  stop(): Promise<void>;
}

export interface LoadEnding {
  readonly exit: Exit;
  /** It was asked to end, and its exit code says no more than that. */
  readonly stopped: boolean;
  readonly scriptErrors: readonly string[];
  readonly errorExamples: readonly ErrorExample[];
  /** Passes that ended by an error outside of any step; what they would have done is in no figure. */
  readonly brokenPasses: boolean;
  readonly lastLog: readonly string[];
}

/**
 * Starts k6 with everything initialised and the load held back.
 *
 * @throws ProofloadError `k6-failed` when it ends before it is ready, with its last words
 */
export async function armK6(spec: K6Spec): Promise<ArmedLoad> {
  const { hosts, insecureSkipTLSVerify } = spec;
  const config = { hosts, ...(insecureSkipTLSVerify ? { insecureSkipTLSVerify } : {}) };
  await writeFile(join(spec.home, configName), JSON.stringify(config));
  return await withPort(async (port) => {
    const child = await startChild(k6Command(spec, port), spec.undo);
    const load = follow(child, spec, port);
    try {
      await waitUntilPaused(child, port);
    } catch (error) {
      await load[Symbol.asyncDispose]();
      throw error;
    }
    return load;
  });
}

function follow(child: Child, spec: K6Spec, port: number): ArmedLoad {
  const errors = new ScriptErrors(spec.plain?.folder ?? spec.home);
  const examples = new ErrorExamples();
  child.onLine((line) => {
    errors.line(line);
    examples.line(line);
  });
  const stream = child.pipe(3);
  stream.on('data', (bytes: Buffer) => spec.onSeries(bytes));
  const read = new Promise<void>((resolve) => {
    stream.once('end', resolve);
    stream.once('close', () => resolve());
    stream.on('error', () => resolve());
  });
  const clock = child.pipe(4);
  clock.on('error', () => undefined); // k6 has ended; `finished` tells
  clock.resume();

  let stopped = false;
  const finished = child.exited.then(async (exit): Promise<LoadEnding> => {
    await within(read, 2000);
    return {
      exit,
      stopped,
      scriptErrors: errors.list(),
      errorExamples: examples.list(),
      brokenPasses: errors.brokenPasses,
      lastLog: child.lastLog(15).map(readable),
    };
  });

  return {
    metricsUrl: `http://127.0.0.1:${port}/metrics`,
    finished,
    async release() {
      const fine = spec.fine.map(({ fromMs, toMs }) => [fromMs, toMs]);
      const tellClock = (t0: number) => clock.write(`${JSON.stringify({ t0, fine })}\n`);
      const released = now();
      if (spec.plain === null) tellClock(released);
      const answer = await request({
        url: `http://127.0.0.1:${port}/v1/status`,
        method: 'PATCH',
        body: JSON.stringify({ data: { type: 'status', id: 'default', attributes: { paused: false } } }),
        timeoutMs: 5000,
      });
      if (answer.status !== 200) {
        throw new ProofloadError('k6-failed', `k6 refused to begin: ${answer.status} ${answer.text}`, {
          exit: 'environment',
        });
      }
      if (spec.plain === null) return released;
      const t0 = await untilRunning(child, port);
      if (t0 !== null) tellClock(t0);
      return t0;
    },
    async stop() {
      stopped ||= child.exit === undefined;
      child.signal('SIGINT');
      await within(child.exited, 4000);
      await child.stop();
    },
    [Symbol.asyncDispose]: () => child.stop(),
  };
}
