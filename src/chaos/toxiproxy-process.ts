import { ProofloadError } from '../diagnostic/error.ts';
import { startChild, type Child, type ChildJournal } from '../system/child.ts';
import { sleep, until } from '../system/clock.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { ownsListener } from './own-listener.ts';
import { toxiproxyClient, type ToxiproxyClient } from './toxiproxy-client.ts';

export interface ToxiproxyOptions {
  readonly binary: string;
  /** Takes what Toxiproxy prints. */
  readonly logFile: string;
  readonly undo: ChildJournal;
  /** Ports to try for the API. @default candidates of `system` */
  readonly ports?: (() => Iterable<number>) | undefined;
}

/** A Toxiproxy server of our own, without proxies. */
export interface Toxiproxy {
  readonly child: Child;
  readonly client: ToxiproxyClient;
  readonly version: string;
}

const readyWithinMs = 5_000;
const askEachMs = 500;

const bindError = /address already in use|only one usage of each socket address/i;

/**
 * Starts Toxiproxy on loopback and makes sure that it is this one that answers: with its port taken it runs on without an
 * API, and somebody else's server would answer in its place.
 *
 * @throws {ProofloadError} `spawn-failed`, `no-free-port`, `toxiproxy-not-ready`.
 */
export function startToxiproxy(options: ToxiproxyOptions): Promise<Toxiproxy> {
  return withPort(async (port) => {
    const child = await startChild(
      {
        name: 'toxiproxy',
        command: options.binary,
        args: ['-host', '127.0.0.1', '-port', String(port)],
        // At INFO it logs several lines a connection.
        env: { LOG_LEVEL: 'error' },
        logFile: options.logFile,
        stopTimeoutMs: 500,
      },
      options.undo,
    );
    try {
      const client = toxiproxyClient(`http://127.0.0.1:${port}`);
      return { child, client, version: await identify(child, client, port) };
    } catch (error) {
      await child.stop();
      throw error;
    }
  }, options.ports?.());
}

/** A process that should answer. */
export type Serving = Pick<Child, 'pid' | 'exit' | 'lastLog'>;

/** Waits until our process answers; gives its version. @throws {PortTaken}, {ProofloadError} `toxiproxy-not-ready` */
export async function identify(child: Serving, client: ToxiproxyClient, port: number): Promise<string> {
  const isTaken = async (): Promise<boolean> =>
    (await ownsListener(child.pid, port)) === false || child.lastLog(20).some((line) => bindError.test(line));
  const answered = await until(
    async () => {
      if (child.exit !== undefined) return 'exited' as const;
      if (await isTaken()) return 'taken' as const;
      const version = await client.version(askEachMs);
      // Where it cannot be looked up who answers, a bind error of ours has its time to be printed.
      if ((await ownsListener(child.pid, port)) === undefined) await sleep(100);
      if (await isTaken()) return 'taken' as const;
      const strangers = Object.keys(await client.proxies(askEachMs));
      return strangers.length > 0 ? ('taken' as const) : { version };
    },
    { timeoutMs: readyWithinMs, everyMs: 10, what: 'Toxiproxy' },
  );
  if (answered.met && typeof answered.value === 'object') return answered.value.version;
  if (answered.met && answered.value === 'taken') throw new PortTaken(`port ${port} is taken`);
  const how = child.exit === undefined ? `did not answer within ${readyWithinMs} ms` : `ended with ${exitText(child)}`;
  throw new ProofloadError('toxiproxy-not-ready', `Toxiproxy ${how}`, {
    exit: 'environment',
    hint: 'check the binary with: proofload doctor',
    cause: answered.met ? new Error(lastWords(child)) : (answered.lastError ?? new Error(lastWords(child))),
  });
}

/** How the child ended, for messages. */
export function exitText(child: Pick<Child, 'exit'>): string {
  const { exit } = child;
  if (exit === undefined) return 'no exit yet';
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}

/** The last thing it printed, for messages. */
export function lastWords(child: Pick<Child, 'lastLog'>): string {
  return child.lastLog(3).join(' | ') || 'it printed nothing';
}
