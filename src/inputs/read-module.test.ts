import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModule } from './read-module.ts';

function file(text: string): { path: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'read-module-'));
  const path = join(folder, 'load.ts');
  writeFileSync(path, text);
  return { path, folder };
}

async function read(text: string) {
  const { path, folder } = file(text);
  return await readModule(path, folder);
}

test('what a file calls its own functions is its own affair', async () => {
  const text = `function process(x: number) { return x + 1; }\nconst console = process;\nexport default console(1);`;
  expect(await read(text)).toMatchObject({ value: 2 });
});

test('a file reads the environment, and does not end who reads it', async () => {
  expect(await read('export default process.env.PATH;')).toMatchObject({ value: process.env['PATH'] });
  const message = 'the file threw while it was read: Error: process.exit(0)';
  expect(await read('export default 1; process.exit(0);')).toMatchObject({ problems: [{ message }] });
});

test.each([
  ['awaits what never comes', 'await new Promise(() => undefined);'],
  ['loops for ever', 'for (;;) {}'],
  ['catches all that is thrown in its loop', 'for (;;) { try { for (;;) {} } catch {} }'],
  ['loops and awaits what is there', 'for (;;) await null;'],
])('a file that %s is told', async (_, text) => {
  const { path, folder } = file(`${text} export default 1;`);
  const message = 'it has not been read to its end after 200 ms';
  const hint = 'does it loop for ever, or await what never comes?';
  expect(await readModule(path, folder, {}, 200)).toEqual({ problems: [{ message, place: { file: path }, hint }] });
  expect(await read('export default 2;')).toMatchObject({ value: 2 });
});
