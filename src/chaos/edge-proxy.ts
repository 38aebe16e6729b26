import type { NetworkAction } from '../model/faults/network.ts';
import type { Way } from '../model/meeting.ts';
import type { Child } from '../system/child.ts';
import { sleep, within } from '../system/clock.ts';
import type { ToxiproxyClient } from './toxiproxy-client.ts';
import { refusedIn } from './refused.ts';
import { exitText, lastWords, startToxiproxy, type Toxiproxy, type ToxiproxyOptions } from './toxiproxy-process.ts';
import { differenceOf, wantedFor } from './wanted.ts';

export interface EdgeProxySpec extends ToxiproxyOptions {
  /** Name of the one proxy in it. */
  readonly proxyName: string;
  /** `host:port` */
  readonly upstream: string;
  /** Where it listens. @default loopback */
  readonly host?: string | undefined;
  /** Called with how it ended when a process ends that was not asked to. */
  readonly onCrash: (how: string) => void;
}

/**
 * The Toxiproxy process of one edge.
 *
 * One for each edge, since removing a toxic can wedge its proxy for good, and then only a new process helps: with clients that go
 * on connecting, deleting the proxy hung in 8 of 10 trials (its accept loop waits for the lock that the removal holds), and the
 * whole API with it. This way a wedge, a crash or a leak costs the connections of its own edge only.
 */
export interface EdgeProxy {
  readonly pid: number;
  readonly client: ToxiproxyClient;
  readonly version: string;
  /** Makes the proxy, which must not exist, with the faults (by id) on it from its first connection on. */
  build(port: number, faults: ReadonlyMap<string, NetworkAction>): Promise<void>;
  /** Rejects when the proxy is not as it should be with these faults on. */
  verify(faults: ReadonlyMap<string, NetworkAction>): Promise<void>;
  /** Deletes the proxy, which cuts its connections, and makes it anew. */
  rebuild(port: number, faults: ReadonlyMap<string, NetworkAction>): Promise<void>;
  /** Ends the process and lets another take its place, without the proxy. */
  restart(): Promise<void>;
  /** Starts the process that may take the place of this one, if it was not: that takes longer than to take it. */
  prepareSpare(): Promise<void>;
  /**
   * Lets another process take the proxy over, with these faults on it, and ends every connection: with an RST where data came within
   * 100 ms, else with a FIN.
   *
   * A kernel resets a connection whose process ends with data unread, so the old process is stopped, and killed when data has come.
   */
  reset(port: number, faults: ReadonlyMap<string, NetworkAction>): Promise<void>;
  /** See `Way`. */
  readonly onRefused: NonNullable<Way['onRefused']>;
  /** @throws {ProofloadError} `child-not-stopped` */
  stop(): Promise<void>;
}

export const loopback = '127.0.0.1';

const callWithinMs = 500;

/** From SIGKILL. */
const endsWithinMs = 500;

/** How long data may come for a process that does not read it any more. */
const stunMs = 100;

/** @throws {ProofloadError} see `startToxiproxy` */
export async function startEdgeProxy(spec: EdgeProxySpec): Promise<EdgeProxy> {
  const { proxyName, upstream, host = loopback, onCrash } = spec;
  /** Processes whose end is no surprise. */
  const dismissed = new Set<Child>();
  const onRefused = new Set<(clientPort: number) => void>();
  let stopped = false;

  const start = async (): Promise<Toxiproxy> => {
    const toxiproxy = await startToxiproxy(spec);
    const { child } = toxiproxy;
    child.onLine((line) => {
      const clientPort = refusedIn(line);
      if (clientPort !== undefined) for (const tell of onRefused) tell(clientPort);
    });
    void child.exited.then(() => {
      if (!dismissed.has(child)) onCrash(`${exitText(child)}; ${lastWords(child)}`);
    });
    return toxiproxy;
  };
  /** Ended, but maybe not yet in the journal. */
  const retired: Child[] = [];
  const end = async ({ child }: Toxiproxy): Promise<void> => {
    dismissed.add(child);
    // It has nothing to say goodbye to, and a wedged one takes its time.
    child.signal('SIGKILL');
    await child.stop();
  };
  /** Does not wait for the journal: the port is free already. */
  const retire = async ({ child }: Toxiproxy): Promise<void> => {
    dismissed.add(child);
    child.signal('SIGKILL');
    await within(child.exited, endsWithinMs);
    if (child.exit === undefined) await child.stop();
    retired.push(child);
    child.stop().catch(() => undefined); // asked again, and told, by stop()
  };
  let current = await start();
  let spare: Promise<Toxiproxy> | undefined;

  const build = async (port: number, faults: ReadonlyMap<string, NetworkAction>): Promise<void> => {
    const { client } = current;
    const { enabled, toxics } = wantedFor(faults);
    const plain = enabled && toxics.length === 0;
    await client.createProxy({ name: proxyName, listen: `${host}:${port}`, upstream, enabled: plain }, callWithinMs);
    // Their order is the order in which data meets them. Enabled last, so that no connection gets by.
    for (const toxic of toxics) await client.addToxic(proxyName, toxic, callWithinMs);
    if (enabled && !plain) await client.updateProxy(proxyName, { enabled }, callWithinMs);
  };
  const prepareSpare = (): Promise<Toxiproxy> => {
    if (stopped) return Promise.reject(new Error('Toxiproxy was stopped'));
    if (spare === undefined) {
      spare = start().then((idle) => {
        dismissed.add(idle.child); // nobody misses it
        return idle;
      });
      spare.catch(() => (spare = undefined)); // the next one may have more luck
    }
    return spare;
  };
  const takeSpare = async (): Promise<Toxiproxy> => {
    const ready = await prepareSpare();
    spare = undefined;
    if (ready.child.exit !== undefined) return await start();
    dismissed.delete(ready.child);
    return ready;
  };

  return {
    get pid() {
      return current.child.pid;
    },
    get client() {
      return current.client;
    },
    version: current.version,
    build,
    async rebuild(port, faults) {
      await current.client.deleteProxy(proxyName, callWithinMs);
      await build(port, faults);
    },
    async verify(faults) {
      const difference = differenceOf(await current.client.readback(proxyName, callWithinMs), wantedFor(faults));
      if (difference !== undefined) throw new Error(`read back, the proxy is not as it should be: ${difference}`);
    },
    async restart() {
      if (stopped) throw new Error('Toxiproxy was stopped');
      await retire(current);
      current = await takeSpare();
    },
    async prepareSpare() {
      await prepareSpare();
    },
    async reset(port, faults) {
      const next = await takeSpare();
      const { child } = current;
      dismissed.add(child);
      child.signal('SIGSTOP');
      await sleep(stunMs);
      await retire(current);
      current = next;
      await build(port, faults);
    },
    onRefused: (cb) => {
      onRefused.add(cb);
      return () => onRefused.delete(cb);
    },
    async stop() {
      stopped = true;
      const unused = await spare?.catch(() => undefined);
      const running = unused === undefined ? [current] : [current, unused];
      await Promise.all([...running.map(end), ...retired.map((child) => child.stop())]);
    },
  };
}
