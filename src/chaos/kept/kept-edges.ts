import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolders, writeFileAtomic } from '../../system/files.ts';
import { isAlive } from '../../system/process-table.ts';

const upEdge = z.object({
  pid: z.int(),
  startTime: z.string(),
  apiUrl: z.string(),
  proxy: z.string(),
  /** `host:port` */
  upstream: z.string(),
  /** In ms since the epoch. */
  at: z.number(),
});
const keptEdge = z.object({
  version: z.literal(1),
  /** File and name of the target. */
  target: z.string(),
  edge: z.string(),
  /** On which it listens, also the next time. */
  port: z.int().nullable(),
  /** In the environment of its process, from before that is started until it has ended. */
  marker: z.string().nullable(),
  /** Null while it is being made, and when it is down. */
  up: upEdge.nullable(),
});

/** An edge that is open between runs, or was; then its port is remembered. */
export type KeptEdge = Readonly<z.infer<typeof keptEdge>>;
export type UpEdge = NonNullable<KeptEdge['up']>;

/** What has become of it: `half-made` was left by a command that was killed, unless that still holds the lock. */
export function stateOf({ marker, up }: KeptEdge): 'down' | 'half-made' | 'up' | 'ended' {
  if (up !== null) return isAlive(up.pid, up.startTime) ? 'up' : 'ended';
  return marker === null ? 'down' : 'half-made';
}

/** The edges that this user keeps open between runs: one small file each. */
export class KeptEdges {
  readonly folder: string;

  constructor(stateFolder: string) {
    this.folder = join(stateFolder, 'edges');
  }

  async find(target: string, edge: string): Promise<KeptEdge | undefined> {
    return (await this.all()).find((one) => one.target === target && one.edge === edge);
  }

  /** What cannot be read is passed over. */
  async all(): Promise<KeptEdge[]> {
    const names = await readdir(this.folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json')).sort();
    const edges = await Promise.all(
      files.map(async (name) => {
        const text = await readFile(join(this.folder, name), 'utf8').catch(() => '');
        const edge = keptEdge.safeParse(parsed(text));
        return edge.success ? [edge.data] : [];
      }),
    );
    return edges.flat();
  }

  /** Rejects when the folder cannot be written. */
  async save(edge: KeptEdge): Promise<void> {
    await makeFolders(this.folder, 0o700);
    await writeFileAtomic(`${this.#pathOf(edge)}.json`, `${JSON.stringify(edge)}\n`);
  }

  /** Held by whoever uses or changes it. */
  lockFileOf(edge: Pick<KeptEdge, 'target' | 'edge'>): string {
    return `${this.#pathOf(edge)}.lock`;
  }

  logFileOf(edge: Pick<KeptEdge, 'target' | 'edge'>): string {
    return `${this.#pathOf(edge)}.log`;
  }

  #pathOf({ target, edge }: Pick<KeptEdge, 'target' | 'edge'>): string {
    return join(this.folder, createHash('sha256').update(`${target} ${edge}`).digest('hex').slice(0, 16));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
