import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where distributions put the library. */
const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];
const name = 'faketime/libfaketimeMT.so.1';

/** libfaketime for programs with threads; undefined where it is not installed. */
export function findFaketime(): string | undefined {
  const places = folders.flatMap((folder) => [folder, ...subfolders(folder)]).map((folder) => join(folder, name));
  return places.find((place) => existsSync(place));
}

/** What a program must be started with for its clock to follow a file; timers and monotonic clocks stay as they are. */
export function faketimeEnv(library: string, clockFile: string): Record<string, string> {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile,
    // In seconds; reading the file for every look at the clock would be what is measured.
    FAKETIME_CACHE_DURATION: '1',
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Moves the clocks of all programs that follow the file, within a second. */
export async function writeClock(clockFile: string, byMs: number): Promise<void> {
  await writeFile(clockFile, `${byMs < 0 ? '-' : '+'}${Math.abs(byMs) / 1000}\n`);
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? [join(folder, one.name)] : [],
    );
  } catch {
    return [];
  }
}
