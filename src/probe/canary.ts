import type { Span } from '../model/timeline.ts';
import { now } from '../system/clock.ts';
import { serverName } from '../system/http.ts';
import { exchange } from './exchange.ts';
import type { Flight, Probe } from './probe.ts';
import { protocols, type ProtocolName } from './protocols.ts';

export interface CanaryOptions {
  /** Name of the edge, for the record. */
  readonly edge: string;
  readonly protocol: ProtocolName;
  /** Where the edge listens. */
  readonly host: string;
  readonly port: number;
  /** HTTP: the Host that is asked, as in a URL. @default where the edge listens */
  readonly authority?: string | undefined;
  /** HTTP: what is asked for; its answer should be small. @default '/' */
  readonly path?: string | undefined;
  /** The beginning of the timeline, as `now()` gives time. */
  readonly t0: number;
  /** Where probes are dense; ms since t0. */
  readonly fine: readonly Span[];
  /** Takes every probe when it has ended, in order of ending. */
  readonly sink?: ((probe: Probe) => void) | undefined;
  /** Between two probes within `fine`. @default 20 */
  readonly fineEveryMs?: number | undefined;
  /** Between two probes elsewhere. @default 200 */
  readonly everyMs?: number | undefined;
  /** How long a probe may take. @default 1000 */
  readonly deadlineMs?: number | undefined;
}

/** Is told what a canary does, to judge it. */
export interface Follower {
  /** A probe was sent; `flight.result` is filled in when it ends. */
  sent(flight: Flight): void;
  /** A probe has ended or time has passed; `nowMs` since t0. */
  look(nowMs: number): void;
}

export interface Canary extends AsyncDisposable {
  readonly edge: string;
  /** The latest probes that have ended, oldest first: up to 100 of the last 10 s. */
  latest(): readonly Probe[];
  /** Probes that have not ended, oldest first. */
  underWay(): readonly Flight[];
  /** Whether one of its probes, past or under way, came from this local port. */
  cameFrom(port: number): boolean;
  /** Gives the function that ends it. */
  follow(follower: Follower): () => void;
  /** Sends no more and breaks off what is under way. May be called again. */
  stop(): void;
}

const historyLength = 100;
const historyMs = 10_000;
/** A second's worth of dense probes, and some: more under way than this means that we could not keep up anyway. */
const maxUnderWay = 64;

/**
 * Sends probes through an edge, each on a connection of its own, whether or not earlier ones have ended.
 *
 * Never throws: an edge that cannot be reached shows in the probes.
 */
export function startCanary(options: CanaryOptions): Canary {
  const { edge, host, port, t0, fine, fineEveryMs = 20, everyMs = 200, deadlineMs = 1000 } = options;
  const protocol = protocols[options.protocol];
  const authority = options.authority ?? `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const hello = protocol.hello({ authority, path: options.path ?? '/' });
  const server = serverName(new URL(`http://${authority}`).hostname);
  const underWay = new Map<Flight, () => void>();
  const followers = new Set<Follower>();
  const ports = new Set<number>();
  let history: Probe[] = [];
  let stopped = false;
  const sinceT0 = (): number => now() - t0;

  const look = (): void => {
    if (stopped) return;
    const nowMs = sinceT0();
    for (const follower of followers) follower.look(nowMs);
  };
  const remember = (probe: Probe): void => {
    history.push(probe);
    const oldest = probe.sentMs - historyMs;
    if (history.length > 2 * historyLength)
      history = history.slice(-historyLength).filter(({ sentMs }) => sentMs >= oldest);
    options.sink?.(probe);
  };
  const send = (sentMs: number): void => {
    if (underWay.size >= maxUnderWay) return;
    const flight: Flight = { sentMs, result: undefined };
    const breakOff = exchange({ host, port, server, hello, protocol, deadlineMs, ports }, (exchanged) => {
      underWay.delete(flight);
      flight.result = exchanged && { edge, sentMs, ...exchanged };
      if (flight.result !== null) remember(flight.result);
      look();
    });
    underWay.set(flight, breakOff);
    for (const follower of followers) follower.sent(flight);
  };

  let dueMs = sinceT0();
  const tick = (): void => {
    const nowMs = sinceT0();
    send(nowMs);
    // Looking after the sockets were read: an answer that lies there must not count as missing.
    setImmediate(look);
    const dense = fine.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs);
    dueMs = Math.max(dueMs + (dense ? fineEveryMs : everyMs), nowMs);
    timer = setTimeout(tick, dueMs - nowMs);
  };
  let timer = setTimeout(tick, 0);

  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    for (const breakOff of underWay.values()) breakOff();
    underWay.clear();
    followers.clear();
  };
  return {
    edge,
    latest() {
      const oldest = sinceT0() - historyMs;
      return history.slice(-historyLength).filter(({ sentMs }) => sentMs >= oldest);
    },
    underWay: () => [...underWay.keys()],
    cameFrom: (local) => ports.has(local),
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    stop,
    [Symbol.asyncDispose]() {
      stop();
      return Promise.resolve();
    },
  };
}
