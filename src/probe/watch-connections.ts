import type { FaultEvent } from '../model/record.ts';
import { now, sleep } from '../system/clock.ts';
import { closedConnections, openConnections, portOf } from './connections.ts';

export interface ConnectionWatchOptions {
  readonly fault: string;
  /** Where the edge listens. */
  readonly port: number;
  /** The fault ends open connections: it meets those that are there when it begins. */
  readonly cuts: boolean;
  /** When the fault is planned to begin; ms since t0. */
  readonly startMs: number;
  readonly t0: number;
  /** Whether a connection from this port is one of our probes. */
  readonly isProbe: (port: number) => boolean;
  /** Takes `exposed`, at most once. */
  readonly emit: (event: FaultEvent) => void;
}

export interface ConnectionWatch {
  /** To be told what happens to faults, in order; those of other faults are ignored. */
  onEvent(event: FaultEvent): void;
  /** Ends the watch; resolves when what it has to tell is told. */
  end(): Promise<void>;
}

const everyMs = 100;
/** After this much of a fault its connections are mostly known. */
const oftenMs = 1000;
const seldomMs = 500;

/** Clients that connect anew for each request count as there when they were so shortly before. */
const leadMs = 2000;

/**
 * Counts the connections of the load that met a fault of an edge: those that carried data or waited for an answer while it was
 * on; of what cuts them, those that were there, or lately had been. Tells nothing where the kernel does not.
 */
export function watchConnections(options: ConnectionWatchOptions): ConnectionWatch {
  const { port, cuts, t0, isProbe } = options;
  /** Clients' ports; those of a connection that is over may come again. */
  const met = new Set<number>();
  const seenOpen = new Set<number>();
  let there = new Set<number>();
  let closedBefore: Promise<Set<number> | undefined> | undefined;
  let begunAt: number | undefined;
  let unknown = false;
  let told: Promise<void> | undefined;
  const over = new AbortController();

  const closed = async (): Promise<Set<number> | undefined> => {
    const clients = await closedConnections(port);
    return clients && new Set(clients.map(portOf));
  };
  const look = async (): Promise<void> => {
    const startedAt = now();
    const open = await openConnections(port);
    if (open === undefined) {
      unknown = true;
      return;
    }
    there = new Set(open.map(({ client }) => portOf(client)));
    for (const each of there) seenOpen.add(each);
    if (begunAt === undefined) return;
    for (const { client, bytes, idleMs, waits } of open) {
      if (cuts || (bytes > 0 && (waits || startedAt - idleMs >= begunAt))) met.add(portOf(client));
    }
  };
  const watch = async (fromAt: number): Promise<void> => {
    await sleep(Math.max(0, fromAt - now()), over.signal);
    closedBefore ??= closed();
    while (!over.signal.aborted && !unknown) {
      await look();
      await sleep(begunAt !== undefined && now() - begunAt > oftenMs ? seldomMs : everyMs, over.signal);
    }
  };
  const begin = (): void => {
    begunAt = now();
    if (cuts) for (const each of there) met.add(each);
    else void watch(begunAt).catch(() => undefined);
  };
  const tell = async (atMs: number): Promise<void> => {
    over.abort();
    await look();
    const [before, after] = [await closedBefore, await closed()];
    if (unknown || before === undefined || after === undefined) return;
    // Of those that were seen open it is known whether they carried data.
    for (const each of after) if (!before.has(each) && (cuts || !seenOpen.has(each))) met.add(each);
    const connections = [...met].filter((each) => !isProbe(each)).length;
    options.emit({ atMs, fault: options.fault, event: 'exposed', exposure: { connections, requests: null } });
  };
  if (cuts) void watch(t0 + options.startMs - leadMs).catch(() => undefined);

  return {
    onEvent({ fault, event, atMs }) {
      if (fault !== options.fault) return;
      // What comes before it is acknowledged may hang for as long as it lasts.
      if (event === 'asked') begin();
      if (event === 'heal-asked' && begunAt !== undefined) told = tell(atMs);
    },
    async end() {
      over.abort();
      await told;
    },
  };
}
