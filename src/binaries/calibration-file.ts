import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Calibration } from '../model/calibration.ts';
import { makeFolders, writeFileAtomic } from '../system/files.ts';

const shape = z.object({
  version: z.literal(1),
  measuredAt: z.string(),
  k6: z.string(),
  cores: z.number(),
  perSecond: z.number().nullable(),
  limitedBy: z.string().nullable(),
});

const fileIn = (cacheDir: string): string => join(cacheDir, 'calibration.json');

/** What this machine was found to generate; null = nobody has measured it, or with another version of this program. */
export async function readCalibration(cacheDir: string): Promise<Calibration | null> {
  try {
    return shape.parse(JSON.parse(await readFile(fileIn(cacheDir), 'utf8')));
  } catch {
    return null; // not there, or written by another version: as good as unknown
  }
}

export async function writeCalibration(cacheDir: string, calibration: Calibration): Promise<void> {
  await makeFolders(cacheDir);
  await writeFileAtomic(fileIn(cacheDir), `${JSON.stringify(calibration, null, 2)}\n`);
}
