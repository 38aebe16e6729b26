import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { namesIn } from './reports-folder.ts';

/** A gate that came to its end, as its folder tells it. */
export interface RecordedGate {
  /** Absolute path, as those of its runs. */
  readonly folder: string;
  readonly runs: readonly string[];
  /** ISO time, UTC. */
  readonly startedAt: string;
}

const shape = z.object({ startedAt: z.string(), experiments: z.array(z.object({ folder: z.string().nullable() })) });

/** The gates of a reports folder; what says nothing is passed over. @throws ProofloadError `reports-unreadable` */
export async function recordedGates(reports: string): Promise<RecordedGate[]> {
  const names = await namesIn(reports);
  const gates = await Promise.all(names.map((name) => readGate(join(reports, name))));
  return gates.flatMap((gate) => gate ?? []);
}

async function readGate(folder: string): Promise<RecordedGate | undefined> {
  try {
    const { startedAt, experiments } = shape.parse(JSON.parse(await readFile(join(folder, 'gate.json'), 'utf8')));
    return {
      folder,
      startedAt,
      runs: experiments.flatMap(({ folder: run }) => (run === null ? [] : resolve(folder, run))),
    };
  } catch {
    return undefined;
  }
}
