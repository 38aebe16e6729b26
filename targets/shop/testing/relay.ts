import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A wire between two services that can be cut, and on which everything can be made to stand still. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  mend(): Promise<void>;
  /** Connections stay and can be made, and nothing comes through: a black hole, until `release`. */
  hold(): void;
  release(): void;
  /** Breaks every connection once, when the answer to what held `text` comes back: the other side did as it was asked. */
  breakAfter(text: string): void;
}

const HOST = '127.0.0.1';

export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let held = false;
  let watched: string | undefined;
  let server: Server | undefined;
  let port = 0;

  function join(client: Socket): void {
    const upstream = connect(target, HOST);
    let seen = false;
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        if (from === client && watched !== undefined && bytes.includes(watched)) seen = true;
        if (from === upstream && seen) {
          watched = undefined;
          breakAll();
        } else to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (held) from.pause();
    }
  }

  function cut(): void {
    server?.close();
    server = undefined;
    breakAll();
  }

  function breakAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  async function mend(): Promise<void> {
    server = createServer(join).listen(port, HOST);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  function setHeld(value: boolean): void {
    held = value;
    for (const socket of sockets)
      if (held) socket.pause();
      else socket.resume();
  }

  await mend();
  return {
    port,
    cut,
    mend,
    hold: () => setHeld(true),
    release: () => setHeld(false),
    breakAfter: (text) => (watched = text),
    async [Symbol.asyncDispose]() {
      cut();
      await Promise.resolve();
    },
  };
}
