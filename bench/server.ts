import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What the server saw of /item; times in Unix ms. */
export interface Seen {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface Server extends Disposable {
  readonly url: string;
  seen(): Promise<Seen>;
  forget(): Promise<void>;
}

/** Starts the server; it ends with us, also when we are killed. */
export async function startServer(program: string): Promise<Server> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    seen: async () => (await (await fetch(`${url}/seen`)).json()) as Seen,
    forget: async () => {
      await (await fetch(`${url}/forget`)).text();
    },
    [Symbol.dispose]: () => child.stdin.end(),
  };
}
