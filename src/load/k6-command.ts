import { join } from 'node:path';
import { isSecretName } from '../model/secrets.ts';
import type { Span } from '../model/timeline.ts';
import type { ChildJournal, ChildSpec } from '../system/child.ts';
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
  /** Where journeys keep their ledgers. @default they have none */
  readonly ledgerFile?: string | undefined;
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

/** The configuration that k6 is given, in its home. */
export const configName = 'k6.json';

/** How k6 is started, held back. */
export function k6Command(spec: K6Spec, port: number): ChildSpec {
  const redact = spec.undo.redact ?? ((text: string) => text);
  const isSecret = ([name, value]: [string, string]): boolean => isSecretName(name) || redact(value) !== value;
  const env = Object.entries(spec.env);
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
      ...(spec.plain === null ? [] : ['--system-tags', [...spec.plain.systemTags, ...untold(spec.plain)].join(',')]),
      ...['--out', `proofload=${outputOf(spec)}`],
      // Not in its own environment, where a name may mean something to k6 itself; but anybody can read arguments.
      ...env.filter((one) => !isSecret(one)).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...(spec.sourceAddresses == null ? [] : ['--local-ips', spec.sourceAddresses]),
      spec.scriptFile,
    ],
    env: {
      ...Object.fromEntries(env.filter(isSecret)),
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
      ...(spec.ledgerFile === undefined ? {} : { PROOFLOAD_LEDGER: spec.ledgerFile }),
      PROOFLOAD_HOSTS: JSON.stringify(spec.hosts),
    },
    cwd: spec.plain?.folder ?? spec.home,
    logFile: spec.logFile,
    pipes: 2,
    stopSignal: 'SIGINT',
    stopTimeoutMs: 4000,
  };
}

function outputOf({ through, plain }: K6Spec): string {
  return [
    'fd:3',
    'clock=fd:4',
    ...(through === null ? [] : [`through=${through}`]),
    ...(plain === null ? [] : ['steps=names', ...untold(plain).map((tag) => `without=${tag}`)]),
  ].join(',');
}

/** Tags that are there for the examples of failures alone: an error has addresses in it, and would be a series each time. */
function untold({ systemTags }: PlainLoad): string[] {
  return systemTags.includes('error') ? [] : ['error'];
}

/** Where Go programs look for authorities that the machine does not know. */
function certificates(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^SSL_CERT_(FILE|DIR)$/.test(name)));
}
