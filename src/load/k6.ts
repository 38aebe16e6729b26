import { ProofloadError } from '../diagnostic/error.ts';
import type { Span } from '../model/timeline.ts';
import { startChild, type Child, type ChildJournal, type Exit } from '../system/child.ts';
import { now, until, within } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { ScriptErrors } from './script-errors.ts';

export interface K6Spec {
  readonly binary: string;
  readonly scriptFile: string;
  /** Where the load goes: through the edge's fault proxy. */
  readonly url: string;
  /** What the script finds in `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder without a k6 configuration, so that nobody's habits change the run. */
  readonly home: string;
  readonly logFile: string;
  readonly fine: readonly Span[];
  readonly undo: ChildJournal;
  /** Bytes of the recorder's stream, as they come. */
  readonly onSeries: (bytes: Uint8Array) => void;
}

export interface ArmedLoad extends AsyncDisposable {
  /** Where k6 tells of itself, in the text format of Prometheus. */
  readonly metricsUrl: string;
  /** Starts the load. Gives t0: Unix time in ms, taken just before k6 is released. */
  release(): Promise<number>;
  /** When k6 has ended by itself or was stopped, and its stream has been read to the end. */
  readonly finished: Promise<LoadEnding>;
  /** Asks k6 to end now and to hand over what it has seen. */
  stop(): Promise<void>;
}

export interface LoadEnding {
  readonly exit: Exit;
  readonly scriptErrors: readonly string[];
  /** Passes that ended by an error outside of any step; what they would have done is in no figure. */
  readonly brokenPasses: boolean;
  readonly lastLog: readonly string[];
}

/** k6's own codes, https://grafana.com/docs/k6/latest/ (errext/exitcodes). */
const portTaken = 106;
const pausedBeforeRun = 4;

/**
 * Starts k6 with everything initialised and the load held back.
 *
 * @throws ProofloadError `k6-failed` when it ends before it is ready, with its last words
 */
export function armK6(spec: K6Spec): Promise<ArmedLoad> {
  return withPort(async (port) => {
    const child = await startChild(childSpec(spec, port), spec.undo);
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

function childSpec(spec: K6Spec, port: number) {
  return {
    name: 'k6',
    command: spec.binary,
    args: [
      'run',
      '--quiet',
      '--no-color',
      ...['--log-format', 'json'],
      '--paused',
      ...['--address', `127.0.0.1:${port}`],
      // Both, or k6 keeps every value of every trend in memory. The verdict is ours.
      '--no-thresholds',
      '--summary-mode=disabled',
      ...['--out', 'proofload=fd:3,clock=fd:4'],
      // Not in its own environment, where a name may mean something to k6 itself.
      ...Object.entries(spec.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      spec.scriptFile,
    ],
    env: {
      HOME: spec.home,
      PATH: '/usr/bin:/bin',
      K6_NO_USAGE_REPORT: 'true',
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      // Measured: -15 % CPU per request; memory stays flat since k6's own engine is off.
      GOGC: '400',
      PROOFLOAD_URL: spec.url,
    },
    cwd: spec.home,
    logFile: spec.logFile,
    pipes: 2,
    stopSignal: 'SIGINT' as const,
    stopTimeoutMs: 4000,
  };
}

async function waitUntilPaused(child: Child, port: number): Promise<void> {
  const waited = await until(
    async () => {
      if (child.exit !== undefined) return 'ended' as const;
      const answer = await request({ url: `http://127.0.0.1:${port}/v1/status`, timeoutMs: 1000 });
      const status = answer.json() as { data?: { attributes?: { status?: number } } };
      return status.data?.attributes?.status === pausedBeforeRun ? ('paused' as const) : undefined;
    },
    { timeoutMs: 60_000, everyMs: 20, what: 'k6 to be ready' },
  );
  if (waited.met && waited.value === 'paused') return;
  const exit = waited.met ? await child.exited : undefined;
  if (exit?.code === portTaken) throw new PortTaken(`port ${port} is taken`);
  const how =
    exit === undefined ? 'was not ready after 60 s' : `ended with ${exit.code ?? exit.signal} before the load began`;
  throw new ProofloadError('k6-failed', `k6 ${how}`, {
    exit: 'environment',
    problems: child.lastLog(15).map((line) => ({ message: readable(line) })),
  });
}

/** k6's JSON log lines as text. */
function readable(line: string): string {
  try {
    const { level, msg, error } = JSON.parse(line) as { level?: string; msg?: string; error?: string };
    return [level, msg, error].filter((part) => part !== undefined && part !== '').join(': ');
  } catch {
    return line;
  }
}

function follow(child: Child, spec: K6Spec, port: number): ArmedLoad {
  const errors = new ScriptErrors();
  child.onLine((line) => errors.line(line));
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

  const finished = child.exited.then(async (exit): Promise<LoadEnding> => {
    await within(read, 2000);
    return {
      exit,
      scriptErrors: errors.list(),
      brokenPasses: errors.brokenPasses,
      lastLog: child.lastLog(15).map(readable),
    };
  });

  return {
    metricsUrl: `http://127.0.0.1:${port}/metrics`,
    finished,
    async release() {
      const t0 = now();
      const fine = spec.fine.map(({ fromMs, toMs }) => [fromMs, toMs]);
      clock.write(`${JSON.stringify({ t0, fine })}\n`);
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
      return t0;
    },
    async stop() {
      child.signal('SIGINT');
      await within(child.exited, 4000);
      await child.stop();
    },
    [Symbol.asyncDispose]: () => child.stop(),
  };
}
