import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify } from '../../src/chaos/toxiproxy-process.ts';
import { toxiproxyClient, type ToxiproxyClient } from '../../src/chaos/toxiproxy-client.ts';
import { until } from '../../src/system/clock.ts';
import { PortTaken, withPort } from '../../src/system/ports.ts';
import { toxiproxy } from './chaos-kit.ts';

/** A Toxiproxy that somebody runs for a team, all day. */
export interface TeamToxiproxy extends AsyncDisposable {
  readonly apiUrl: string;
  readonly pid: number;
  readonly client: ToxiproxyClient;
  /** Lets a proxy lead to `upstream`, from a port that is free; gives the port. */
  open(name: string, upstream: string): Promise<number>;
  /** All that it says of its proxies, byte for byte. */
  state(): Promise<string>;
  /** Stops it; a signal takes its time on a busy machine, and until then it answers. */
  hang(): Promise<void>;
  goOn(): void;
}

export async function startTeamToxiproxy(): Promise<TeamToxiproxy> {
  return withPort(async (port) => {
    const child = spawn(toxiproxy.path, ['-host', '127.0.0.1', '-port', String(port)], {
      env: { LOG_LEVEL: 'error' },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const apiUrl = `http://127.0.0.1:${port}`;
    const client = toxiproxyClient(apiUrl);
    try {
      await identify({ pid: child.pid ?? 0, exit: undefined, lastLog: () => [] }, client, port);
    } catch (error) {
      child.kill('SIGKILL');
      await ended;
      throw error;
    }
    return {
      apiUrl,
      pid: child.pid ?? 0,
      client,
      open: (name, upstream) =>
        withPort(async (listenPort) => {
          const listen = `127.0.0.1:${listenPort}`;
          await client.createProxy({ name, listen, upstream, enabled: true }, 5_000).catch((error: unknown) => {
            throw new PortTaken(`port ${listenPort} is taken`, { cause: error });
          });
          return listenPort;
        }),
      state: async () => (await fetch(`${apiUrl}/proxies`)).text(),
      async hang() {
        child.kill('SIGSTOP');
        const isSilent = () =>
          client.version(100).then(
            () => false,
            () => true,
          );
        await until(isSilent, { timeoutMs: 15_000, what: 'silence' });
      },
      goOn: () => void child.kill('SIGCONT'),
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  });
}
