import type { ConnectionMeeting } from '../model/meeting.ts';
import type { Exposure } from '../model/record.ts';
import { now, sleep } from '../system/clock.ts';
import { closedConnections, openConnections, type Connection, type OpenConnection } from './connections.ts';
import { countFor, type Counting, type LoadCount, type LoadCountOptions } from './load-count.ts';

export interface ConnectionCountOptions extends LoadCountOptions, ConnectionMeeting {
  /** When the fault is planned to begin; ms since t0. */
  readonly startMs: number;
  /** When the load began. */
  readonly t0: number;
  /** Whether a connection from this port is one of our probes. */
  readonly isProbe: (clientPort: number) => boolean;
}

const everyMs = 100;
/** After this much of a fault its connections are mostly known. */
const oftenMs = 1000;
const seldomMs = 500;
/** The kernel forgets closed connections after a minute. */
const closedEveryMs = 20_000;

/** Clients that connect anew for each request count as there when they were so shortly before. */
const leadMs = 2000;
/** Who was watched for less before a fault may have been there unseen. */
const leastLeadMs = 1000;

/**
 * Counts the connections of the load that meet a fault, on the ports that lead to it:
 *
 * ```
 *           t0       lead   asked         heal-asked
 *   unused  |--------|------|-------------|---         the load has never used it: does not count
 *   kept    |--#--#--|---#--|--#----#--#--|---         data while it is on: counts
 *   idle    |--#-----|------|-------------|---         counts as `cut` only: it was used, and is ended
 *   anew    | #   #  |  # # | #  #   #    |            one request each, too short to be seen open: each counts that is known to be over
 * ```
 *
 * Of `cut` those within the lead count, too: what tries to connect meanwhile may leave no trace.
 */
export function countConnections(options: ConnectionCountOptions): LoadCount {
  return countFor(options, new ConnectionCounting(options));
}

class ConnectionCounting implements Counting {
  readonly #options: ConnectionCountOptions;
  readonly #ports: readonly number[];
  /** By both ends; those of a connection that is over may come again. */
  readonly #met = new Map<string, Connection>();
  /** Those that a cut will meet. */
  readonly #inUse = new Map<string, Connection>();
  readonly #seenOpen = new Set<string>();
  readonly #over = new AbortController();
  readonly #refusals: readonly ((() => void) | undefined)[];
  /** It ends connections, and refuses new ones without a trace. */
  readonly #isBlind: boolean;
  readonly #closedAtFirst: Promise<readonly Connection[]>;
  #closedBefore: Promise<readonly Connection[]> | undefined;
  #firstLookAt: number | undefined;
  #begunAt: number | undefined;
  #unknown = false;

  constructor(options: ConnectionCountOptions) {
    const { ways, which, t0, startMs } = options;
    this.#options = options;
    this.#ports = ways.map(({ port }) => port);
    this.#isBlind = which === 'cut' && ways.some(({ onRefused }) => onRefused === undefined);
    this.#closedAtFirst = this.#isBlind ? this.#closed() : Promise.resolve([]);
    this.#refusals = ways.map(({ port, onRefused }) =>
      onRefused?.((clientPort) => {
        if (this.#begunAt !== undefined) this.#meet({ port, clientPort });
      }),
    );
    this.#watch(t0 + startMs - leadMs).catch(() => undefined); // its end
  }

  begin(): void {
    this.#begunAt = now();
    for (const one of this.#inUse.values()) this.#meet(one);
    if (this.#options.which !== 'cut') this.#closedBefore = this.#closed();
  }

  async end(): Promise<Exposure | null> {
    this.stop();
    await this.#look();
    await this.#lookAtClosed();
    const connections = [...this.#met.values()].filter(this.#isOfLoad).length;
    if (this.#unknown || (connections === 0 && (await this.#mayBeUnseen()))) return null;
    return { connections, requests: null };
  }

  stop(): void {
    this.#over.abort();
    for (const unfollow of this.#refusals) unfollow?.();
  }

  async #watch(fromAt: number): Promise<void> {
    await sleep(Math.max(0, fromAt - now()), this.#over.signal);
    this.#closedBefore ??= this.#closed();
    for (let closedAt = now(); !this.#unknown;) {
      await this.#look();
      if (now() - closedAt > closedEveryMs) {
        await this.#lookAtClosed();
        closedAt = now();
      }
      const isOld = this.#begunAt !== undefined && now() - this.#begunAt > oftenMs;
      await sleep(isOld ? seldomMs : everyMs, this.#over.signal);
    }
  }

  async #look(): Promise<void> {
    const { which, t0 } = this.#options;
    const startedAt = now();
    const [begunAt, isFirst] = [this.#begunAt, this.#firstLookAt === undefined];
    const open = await openConnections(this.#ports);
    this.#unknown ||= open === undefined;
    this.#firstLookAt ??= now();
    const isUsedSince = (at: number, { bytes, idleMs }: OpenConnection) => bytes > 0 && startedAt - idleMs >= at;
    for (const one of open ?? []) {
      if (begunAt === undefined) {
        if (which === 'cut' && isUsedSince(t0, one)) this.#keep(one);
      } else if (which === 'new') {
        if (!isFirst && !this.#seenOpen.has(keyOf(one))) this.#meet(one);
      } else if (isUsedSince(begunAt, one) || (one.bytes > 0 && one.waits)) this.#meet(one);
      this.#seenOpen.add(keyOf(one));
    }
  }

  async #lookAtClosed(): Promise<void> {
    const before = new Set((await this.#closedBefore)?.map(keyOf));
    for (const one of await this.#closed()) {
      // Of those that were seen open it is known whether they carried data.
      if (!before.has(keyOf(one)) && !this.#seenOpen.has(keyOf(one))) this.#meet(one);
    }
  }

  async #closed(): Promise<readonly Connection[]> {
    const found = await closedConnections(this.#ports);
    this.#unknown ||= found === undefined;
    return found ?? [];
  }

  #meet(one: Connection): void {
    this.#met.set(keyOf(one), one);
  }

  /** The cut may have come while the kernel was asked. */
  #keep(one: Connection): void {
    if (this.#begunAt === undefined) this.#inUse.set(keyOf(one), one);
    else this.#meet(one);
  }

  /** What was not there just before, and was refused without a trace, is not nobody. */
  async #mayBeUnseen(): Promise<boolean> {
    if (!this.#isBlind) return false;
    if ((this.#begunAt ?? 0) - (this.#firstLookAt ?? Infinity) < leastLeadMs) return true;
    const atFirst = new Set((await this.#closedAtFirst).map(keyOf));
    const before = (await this.#closedBefore) ?? [];
    return before.some((one) => this.#isOfLoad(one) && !atFirst.has(keyOf(one)));
  }

  /** Asked at the end: a probe may be seen by the kernel before it tells its port. */
  readonly #isOfLoad = ({ clientPort }: Connection): boolean => !this.#options.isProbe(clientPort);
}

function keyOf({ port, clientPort }: Connection): string {
  return `${port} ${clientPort}`;
}
