import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Span } from '../model/timeline.ts';
import { startChild, type Child, type ChildJournal, type Exit } from '../system/child.ts';
import { now, sleep, until, within } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { k6Message } from './k6-message.ts';
import { ScriptErrors } from './script-errors.ts';
import { scriptEnv } from './script-env.ts';

export interface K6Spec {
  readonly binary: string;
  readonly scriptFile: string;
  /** What the script finds in `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** The target, as the script is to call it; null where that is the script's own affair. */
  readonly url: string | null;
  /** `host:port` of requests, and where they go instead: the fault proxy of the edge from k6. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Address of that proxy; requests that go elsewhere are recorded apart. */
  readonly through: string | null;
  readonly insecureSkipTLSVerify: boolean;
  /** Environment of the harness, of which a plain script gets most. */
  readonly hostEnv: Readonly<Record<string, string>>;
  /** Null where the script is the bundle of a scenario. */
  readonly plain: PlainLoad | null;
  /** A range of addresses of which each user connects from one of its own. @default all from the same */
  readonly sourceAddresses?: string | null;
  /** A folder without a k6 configuration, so that nobody's habits change the run. */
  readonly home: string;
  readonly logFile: string;
  readonly fine: readonly Span[];
  readonly undo: ChildJournal;
  /** Bytes of the recorder's stream, as they come. */
  readonly onSeries: (bytes: Uint8Array) => void;
}

/** How a script is run that does not know of us. */
export interface PlainLoad {
  /** The working folder, to which the files are relative that it writes. */
  readonly folder: string;
  readonly systemTags: readonly string[];
  /** It has a `handleSummary()`. */
  readonly summary: boolean;
}

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
  readonly scriptErrors: readonly string[];
  /** Passes that ended by an error outside of any step; what they would have done is in no figure. */
  readonly brokenPasses: boolean;
  readonly lastLog: readonly string[];
}

/** k6's own codes, https://grafana.com/docs/k6/latest/ (errext/exitcodes). */
const portTaken = 106;
const badOptions = 104;
const scriptError = 107;
/** https://grafana.com/docs/k6/latest/misc/k6-rest-api: what `/v1/status` says. */
const pausedBeforeRun = 4;
const running = 7;

const configName = 'k6.json';

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
      ...(spec.plain?.summary === true ? [] : ['--summary-mode=disabled']),
      ...['--config', join(spec.home, configName)],
      ...(spec.plain === null ? [] : ['--system-tags', spec.plain.systemTags.join(',')]),
      ...['--out', `proofload=${outputOf(spec)}`],
      // Not in its own environment, where a name may mean something to k6 itself.
      ...Object.entries(spec.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...(spec.sourceAddresses == null ? [] : ['--local-ips', spec.sourceAddresses]),
      spec.scriptFile,
    ],
    env: {
      ...(spec.plain === null
        ? certificates(spec.hostEnv)
        : scriptEnv(spec.hostEnv, { redirected: spec.through !== null })),
      HOME: spec.home,
      PATH: '/usr/bin:/bin',
      K6_NO_USAGE_REPORT: 'true',
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      // Measured: -15 % CPU per request; memory stays flat since k6's own engine is off.
      GOGC: '400',
      ...(spec.url === null ? {} : { PROOFLOAD_URL: spec.url }),
      PROOFLOAD_HOSTS: JSON.stringify(spec.hosts),
    },
    cwd: spec.plain?.folder ?? spec.home,
    logFile: spec.logFile,
    pipes: 2,
    stopSignal: 'SIGINT' as const,
    stopTimeoutMs: 4000,
  };
}

function outputOf({ through, plain }: K6Spec): string {
  return [
    'fd:3',
    'clock=fd:4',
    ...(through === null ? [] : [`through=${through}`]),
    ...(plain === null ? [] : ['steps=names']),
  ].join(',');
}

/** Where Go programs look for authorities that the machine does not know. */
function certificates(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^SSL_CERT_(FILE|DIR)$/.test(name)));
}

async function statusOf(port: number): Promise<number | undefined> {
  const answer = await request({ url: `http://127.0.0.1:${port}/v1/status`, timeoutMs: 1000 });
  const status = answer.json() as { data?: { attributes?: { status?: number } } };
  return status.data?.attributes?.status;
}

async function waitUntilPaused(child: Child, port: number): Promise<void> {
  const waited = await until(
    async () => {
      if (child.exit !== undefined) return 'ended' as const;
      return (await statusOf(port)) === pausedBeforeRun ? ('paused' as const) : undefined;
    },
    { timeoutMs: 60_000, everyMs: 20, what: 'k6 to be ready' },
  );
  if (waited.met && waited.value === 'paused') return;
  const exit = waited.met ? await child.exited : undefined;
  if (exit?.code === portTaken) throw new PortTaken(`port ${port} is taken`);
  const how =
    exit === undefined ? 'was not ready after 60 s' : `ended with ${exit.code ?? exit.signal} before the load began`;
  const ofScript = exit?.code === badOptions || exit?.code === scriptError;
  throw new ProofloadError('k6-failed', `k6 ${how}`, {
    exit: ofScript ? 'usage' : 'environment',
    problems: child.lastLog(15).map((line) => ({ message: readable(line), place: k6Message(line)?.place })),
  });
}

/** k6's JSON log lines as text. */
function readable(line: string): string {
  const said = k6Message(line);
  return said === undefined ? line : `${said.level}: ${said.text}`;
}

/**
 * Waits for the end of a script's `setup()`, which k6 runs before the load and within its own time. Gives when that
 * was, late by the time of one question; null when k6 ended before.
 */
async function untilRunning(child: Child, port: number): Promise<number | null> {
  while (child.exit === undefined) {
    const status = await statusOf(port).catch(() => undefined);
    if (status !== undefined && status >= running) return now();
    await sleep(2);
  }
  return null;
}

function follow(child: Child, spec: K6Spec, port: number): ArmedLoad {
  const errors = new ScriptErrors(spec.plain?.folder ?? spec.home);
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
      child.signal('SIGINT');
      await within(child.exited, 4000);
      await child.stop();
    },
    [Symbol.asyncDispose]: () => child.stop(),
  };
}
