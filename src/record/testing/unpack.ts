import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Records of real runs, and the verdict that each had when it was recorded. */
export const records = join(import.meta.dirname, '../../../tests/fixtures/records');

/** Puts a record into a folder of its own, and gives that. */
export function unpack(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  for (const packed of readdirSync(join(records, name)).filter((file) => file.endsWith('.gz')))
    writeFileSync(join(folder, packed.slice(0, -'.gz'.length)), gunzipSync(readFileSync(join(records, name, packed))));
  return folder;
}
