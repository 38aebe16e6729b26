import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolders, writeFileAtomic } from '../system/files.ts';

const registered = z.object({
  version: z.literal(1),
  runId: z.string().regex(/^[\w.-]+$/),
  journalFile: z.string(),
  target: z.string(),
  addresses: z.array(z.string()),
});

/** A run as others find it. */
export interface RegisteredRun {
  readonly version: 1;
  readonly runId: string;
  readonly journalFile: string;
  /** What it works on: file and name of its target. */
  readonly target: string;
  /** What it works on and did not start: `host:port` of services, URLs of proxies. */
  readonly addresses: readonly string[];
}

/**
 * The runs that this user has begun and not seen to be clean: one small file each, that leads to the run's journal.
 *
 * It only helps to find journals. What is in it proves nothing, and a file too many does no harm.
 */
export class RunRegistry {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'runs');
  }

  /** Rejects when the folder cannot be written. */
  async add(run: RegisteredRun): Promise<void> {
    await makeFolders(this.#folder, 0o700);
    await writeFileAtomic(this.#fileOf(run.runId), `${JSON.stringify(run)}\n`);
  }

  async remove(runId: string): Promise<void> {
    await rm(this.#fileOf(runId), { force: true }).catch(() => undefined);
  }

  /** What cannot be read is passed over. */
  async all(): Promise<RegisteredRun[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const runs = await Promise.all(
      names.sort().map(async (name): Promise<RegisteredRun[]> => {
        const text = await readFile(join(this.#folder, name), 'utf8').catch(() => '');
        const run = registered.safeParse(parsed(text));
        return run.success ? [run.data] : [];
      }),
    );
    return runs.flat();
  }

  #fileOf(runId: string): string {
    return join(this.#folder, `${runId}.json`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
