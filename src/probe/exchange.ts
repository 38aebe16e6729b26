import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Outcome, ProbeProtocol } from './probe.ts';

export interface ExchangeOptions {
  readonly host: string;
  readonly port: number;
  /** The name that TLS asks for; empty = none. */
  readonly server: string;
  readonly hello: Buffer;
  readonly protocol: ProbeProtocol;
  readonly deadlineMs: number;
  /** Takes the local port. */
  readonly ports: Set<number>;
}

export interface Exchanged {
  readonly tookMs: number | null;
  readonly outcome: Outcome;
}

/** Lack of something on our own side says nothing about the edge. */
const ownFault = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM']);

/**
 * Opens a connection, says hello and waits for the first bytes. `onEnd` is called once: with null when the probe could not
 * be sent for a reason of our own machine. Gives a function that breaks it off without a call of `onEnd`.
 */
export function exchange(options: ExchangeOptions, onEnd: (result: Exchanged | null) => void): () => void {
  const { host, port, server, hello, protocol, deadlineMs, ports } = options;
  const started = performance.now();
  const socket = protocol.secure
    ? connectSecurely({ host, port, servername: server, rejectUnauthorized: false })
    : connect({ host, port, noDelay: true });
  let connected = false;
  let ended = false;
  const end = (result: Exchanged | null): void => {
    if (ended) return;
    ended = true;
    onEnd(result);
  };
  const failed = (): void => end({ tookMs: null, outcome: connected ? 'closed' : 'refused' });

  const deadline = setTimeout(() => {
    // Our own process may have slept: what lies in the socket already is read before time is called.
    setImmediate(() => {
      end({ tookMs: null, outcome: 'timeout' });
      socket.destroy();
    });
  }, deadlineMs);

  socket.once('connect', () => {
    connected = true;
    if (socket.localPort !== undefined) ports.add(socket.localPort);
    // Within TLS it waits for the handshake.
    socket.write(hello);
  });
  socket.once('data', (first: Buffer) => {
    const tookMs = performance.now() - started;
    if (protocol.isAnswer(first)) end({ tookMs, outcome: 'answered' });
    else failed();
    if (!protocol.peerCloses) socket.destroy();
  });
  socket.once('end', () => {
    failed();
    socket.destroy();
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (ownFault.has(error.code ?? '')) end(null);
    else failed();
  });
  socket.once('close', () => {
    clearTimeout(deadline);
    failed();
  });
  return () => {
    ended = true;
    clearTimeout(deadline);
    socket.destroy();
  };
}
