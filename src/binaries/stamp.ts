import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../system/files.ts';

/** What a program in the cache was when it was put there. */
export interface Stamp {
  readonly version: 1;
  /** Of the tool. */
  readonly toolVersion: string;
  readonly sha256: string;
  readonly size: number;
  /** Time of the last change in nanoseconds since the epoch. */
  readonly changed: string;
}

const name = 'stamp.json';

/** Stamps the program in a folder. */
export async function writeStamp(folder: string, file: string, toolVersion: string): Promise<void> {
  const path = join(folder, file);
  const stamp: Stamp = { version: 1, toolVersion, sha256: await sha256Of(path), ...(await shape(path)) };
  await writeFileAtomic(join(folder, name), `${JSON.stringify(stamp)}\n`);
}

/**
 * Whether the program in a folder is what was stamped: `undefined` when it is, else what is wrong.
 *
 * Size and time are compared (0.1 ms). Only when they differ, as after a copy of the whole cache, or when `thorough`, all
 * bytes are (50 to 200 ms); if these are right, the stamp is renewed.
 */
export async function checkStamp(folder: string, file: string, thorough: boolean): Promise<string | undefined> {
  const path = join(folder, file);
  try {
    const stamp = parseStamp(await readFile(join(folder, name), 'utf8'));
    if (stamp === undefined) return `${join(folder, name)} is not a stamp of ours`;
    const { size, changed } = await shape(path);
    const same = size === stamp.size && changed === stamp.changed;
    if (same && !thorough) return undefined;
    if (size !== stamp.size) return `${path} has ${size} bytes instead of ${stamp.size}`;
    const sha256 = await sha256Of(path);
    if (sha256 !== stamp.sha256) return `${path} has SHA-256 ${sha256} instead of ${stamp.sha256}`;
    if (!same) await writeStamp(folder, file, stamp.toolVersion).catch(() => undefined); // a cache may be read-only
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parseStamp(text: string): Stamp | undefined {
  let stamp: Partial<Stamp> | null;
  try {
    stamp = JSON.parse(text) as Partial<Stamp> | null;
  } catch {
    return undefined;
  }
  const whole =
    stamp?.version === 1 &&
    typeof stamp.sha256 === 'string' &&
    typeof stamp.size === 'number' &&
    typeof stamp.changed === 'string';
  return whole ? (stamp as Stamp) : undefined;
}

async function shape(path: string): Promise<Pick<Stamp, 'size' | 'changed'>> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return { size: Number(size), changed: String(mtimeNs) };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
