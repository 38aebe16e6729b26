import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRunFolder } from './run-folder.ts';

test.each([
  ['shop-proof', 'shop-proof'],
  ['My Shop', 'my-shop'],
  ['../../up', 'up'],
  ['a/b', 'a-b'],
  ['new\nline', 'new-line'],
  ['\u001b[31mred', '31mred'],
  ['買い物', 'run'],
  ['x'.repeat(300), 'x'.repeat(80)],
])('the folder of %j is called %s-…, in the folder that was given', async (experiment, name) => {
  const reports = mkdtempSync(join(tmpdir(), 'run-folder-'));
  const { id, path } = await makeRunFolder(reports, experiment, new Date('2026-11-21T19:47:07.123Z'));
  expect(id).toMatch(new RegExp(`^${name}-20261121t194707z-[0-9a-f]{6}$`));
  expect(path).toBe(join(reports, id));
  expect(readdirSync(reports)).toEqual([id]);
});
