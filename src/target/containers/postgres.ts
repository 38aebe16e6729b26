import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCluster, pingPostgres, serverFlags, urlOf, type PostgresSpec } from '../postgres.ts';
import { startContainer, type ContainerSpec, type RunningContainer } from './container.ts';
import { ownImage, type OwnImage } from './own-image.ts';

interface ContainedPostgres
  extends
    Pick<PostgresSpec, 'name' | 'slowQueryMs' | 'logFile'>,
    Pick<ContainerSpec, 'engine' | 'network' | 'undo' | 'cores' | 'memoryBytes' | 'onCrash'> {
  readonly workDir: string;
  /** Of the harness. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningContainedPostgres extends RunningContainer {
  /** With the password. */
  readonly url: string;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

const port = 5432;

/** The embedded PostgreSQL in a container, on data of this machine, which are there again when it is started again. */
export async function startContainedPostgres(spec: ContainedPostgres): Promise<RunningContainedPostgres> {
  const { workDir, env, ...container } = spec;
  const cluster = await makeCluster(container);
  try {
    // Who comes through a published port comes from the network's gateway.
    await appendFile(join(cluster.data, 'pg_hba.conf'), 'host all all all scram-sha-256\n');
    const image = await ownImage(postgresImage(cluster.home), { ...container, workDir, env });
    const { uid, gid } = cluster.owner ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const running = await startContainer({
      ...container,
      image,
      command: ['/postgres/bin/postgres', '-D', '/data', ...serverFlags(spec, '*', port)],
      user: `${uid}:${gid}`,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      port,
      binds: [`${cluster.data}:/data`],
      readyUrl: null,
      ask: (at) => () => pingPostgres(urlOf(cluster, at)),
      readyWithinMs: 30_000,
    });
    const stop = async (): Promise<void> => {
      await running.kept.stop();
      await cluster.remove();
    };
    return { ...running, url: urlOf(cluster, running.port), stop };
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

/** @param home of the server's programs, on this machine */
function postgresImage(home: string): OwnImage {
  return {
    name: 'proofload-postgres',
    content: { '/postgres': home },
    programs: [join(home, 'bin/postgres')],
    settings: ['STOPSIGNAL SIGINT'], // "fast": open connections are cut
  };
}
