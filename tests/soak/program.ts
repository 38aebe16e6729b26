import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { portsOf } from './look.ts';
import type { Experiment } from './strata.ts';

export interface Scene {
  readonly root: string;
  /** A folder for all that the case makes. */
  readonly folder: string;
  /** A database server that outlives the runs. */
  readonly databaseUrl: string;
}

/** Starts a run of an experiment, with all of its places in the folder of the scene. */
export function startRun(experiment: Experiment, at: number, scene: Scene): ChildProcess {
  return proofload(runArgs(experiment, scene.folder, at), scene, experiment);
}

/** Starts the program as it was built. */
export function proofload(
  args: readonly string[],
  { root, folder, databaseUrl }: Scene,
  experiment?: Experiment,
): ChildProcess {
  const env = { ...process.env, CI: 'true', TMPDIR: join(folder, 'temp'), PROOFLOAD_STATE: join(folder, 'state') };
  return spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: root,
    env: experiment === 'shared' ? { ...env, PROOFLOAD_POSTGRES_URL: databaseUrl } : env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Opens the edges of the target; gives the processes that keep them open. */
export async function keepEdges(scene: Scene): Promise<number[]> {
  const command = proofload(['edges', 'up', 'tests/fixtures/soak/kept.ts'], scene);
  let text = '';
  command.stdout?.on('data', (bytes: Buffer) => (text += bytes.toString()));
  await endOf(command);
  return [...text.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
}

/** Which of their ports answer as a Toxiproxy's API does. */
export async function toxiproxiesOf(pids: readonly number[]): Promise<string[]> {
  const urls = portsOf(pids).map((port) => `http://127.0.0.1:${port}`);
  const isApi = async (url: string): Promise<boolean> => {
    const version = await fetch(`${url}/version`, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
    return version?.headers.has('x-toxiproxy-request-id') === true;
  };
  const answers = await Promise.all(urls.map(isApi));
  return urls.filter((_, index) => answers[index]);
}

function runArgs(experiment: Experiment, folder: string, at: number): string[] {
  const fixture = join('tests/fixtures/soak', experiment);
  const flag = `flag=${join(folder, 'temp', 'flag')}`;
  const params = {
    own: [flag, `root=${process.getuid?.() === 0}`, `readonly=${at > 0.6}`],
    shared: [flag],
    kept: [],
  }[experiment];
  return [
    ...['run', `${fixture}.ts`, '--chaos', `${fixture}-broken.ts`, '--json', '--reports', join(folder, 'reports')],
    ...params.flatMap((param) => ['--fault-param', param]),
  ];
}

/** Resolves with the exit code; null after a signal. */
export function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}
