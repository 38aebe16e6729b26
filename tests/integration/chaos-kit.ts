import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import { startFaultProxy, type FaultProxy, type FaultProxyOptions } from '../../src/chaos/fault-proxy.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';

/** As every run gets it; the first time on a machine it is built, which takes half a minute. */
export const toxiproxy = await obtainTool('toxiproxy', {
  env: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
  onProgress: (line) => void process.stderr.write(`${line}\n`),
});

export interface Bench extends AsyncDisposable {
  readonly undo: UndoLog;
  readonly folder: string;
  readonly proxy: FaultProxy;
}

/** A fault proxy with a real undo log, in a folder of its own. */
export async function startBench(options: Partial<FaultProxyOptions> = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-test-'));
  // Of this process alone: what ends a run ends all that carries its id.
  const undo = await openUndoLog({ runId: `chaos-test-${process.pid}`, journalFile: join(folder, 'journal.ndjson') });
  const tidy = async (): Promise<void> => {
    await undo[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const logFile = join(folder, 'toxiproxy.log');
    const proxy = await startFaultProxy({ binary: toxiproxy.path, undo, logFile, runId: 'chaos-test', ...options });
    return {
      undo,
      folder,
      proxy,
      async [Symbol.asyncDispose]() {
        await proxy.stop();
        await tidy();
      },
    };
  } catch (error) {
    await tidy();
    throw error;
  }
}

export interface Service extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Connections that were opened so far, those that are open, and those that ended with an RST. */
  readonly accepted: () => number;
  readonly open: () => number;
  readonly resets: () => number;
  readonly heardBytes: () => number;
}

async function listening(server: Server): Promise<Service> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let resets = 0;
  const all: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    all.push(socket);
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNRESET') resets++;
    });
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    accepted: () => accepted,
    open: () => sockets.size,
    resets: () => resets,
    heardBytes: () => all.reduce((total, { bytesRead }) => total + bytesRead, 0),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers every piece of data with the same. */
export function startEcho(): Promise<Service> {
  return listening(createServer((socket) => socket.on('data', (data) => socket.write(data))));
}

/** Answers every request with `bytes` bytes. */
export function startHttp(bytes = 2): Promise<Service> {
  const body = Buffer.alloc(bytes, 'x');
  return listening(http.createServer((_request, response) => response.end(body)));
}

/** Answers the question for TLS as Postgres does: no. */
export function startPostgresLike(): Promise<Service> {
  return listening(createServer((socket) => socket.on('data', () => socket.write('N'))));
}

/** A client of an echo server on one connection. */
export interface Echo {
  /** Sends a byte; gives the ms until it came back, or `closed`, or `silent` after `withinMs` (10 s). */
  ping(withinMs?: number): Promise<number | 'closed' | 'silent'>;
  /** Sends so much and waits until as much came back; gives in how many pieces that was. */
  transfer(bytes: number): Promise<number>;
  /** `FIN`, an error code such as ECONNRESET, or undefined while it is open. */
  readonly ending: () => string | undefined;
  readonly socket: Socket;
}

/** Rejects with the system's error when the connection is refused. */
export async function connectEcho(port: number): Promise<Echo> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let ending: string | undefined;
  socket.on('error', (error: NodeJS.ErrnoException) => (ending ??= error.code));
  socket.on('end', () => (ending ??= 'FIN'));
  return {
    socket,
    ending: () => ending,
    async transfer(bytes) {
      socket.write(Buffer.alloc(bytes));
      let pieces = 0;
      for (let left = bytes; left > 0; pieces++) {
        const [data] = (await once(socket, 'data')) as [Buffer];
        left -= data.length;
      }
      return pieces;
    },
    async ping(withinMs = 10_000) {
      if (ending !== undefined) return 'closed';
      const started = performance.now();
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(), withinMs);
      socket.write('.');
      try {
        const heard = once(socket, 'data', { signal: over.signal }).then(() => performance.now() - started);
        const closed = once(socket, 'close', { signal: over.signal }).then(() => 'closed' as const);
        return await Promise.race([heard, closed]);
      } catch {
        return over.signal.aborted ? 'silent' : 'closed';
      } finally {
        clearTimeout(timer);
        over.abort();
      }
    },
  };
}

/** Clients that ask for `/` on keep-alive connections, again and again, and abort what takes too long. */
export function startClients(
  port: number,
  count: number,
  abortAfterMs: number,
): { stop(): void; readonly answered: () => number; readonly aborted: () => number } {
  const agent = new http.Agent({ keepAlive: true });
  let running = true;
  let answered = 0;
  let aborted = 0;
  const ask = (): void => {
    if (!running) return;
    const call = http.get({ port, host: '127.0.0.1', agent, timeout: abortAfterMs });
    const timer = setTimeout(() => {
      aborted++;
      call.destroy();
    }, abortAfterMs);
    call.on('response', (answer) => answer.resume().on('end', () => answered++));
    call.on('error', () => undefined);
    call.on('close', () => {
      clearTimeout(timer);
      setTimeout(ask, 5);
    });
  };
  for (let i = 0; i < count; i++) ask();
  return {
    answered: () => answered,
    aborted: () => aborted,
    stop() {
      running = false;
      agent.destroy();
    },
  };
}

/** The time of one event of a fault; it must be there, and once. */
export function momentOf(events: readonly FaultEvent[], event: FaultEvent['event'], fault?: string): number {
  const found = events.filter((each) => each.event === event && (fault === undefined || each.fault === fault));
  if (found.length !== 1) throw new Error(`${found.length} times ${event}: ${JSON.stringify(events)}`);
  return found[0]!.atMs;
}
