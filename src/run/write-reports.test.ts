import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderError } from '../diagnostic/render.ts';
import { makeTempDir } from '../system/files.ts';
import { writeReports } from './write-reports.ts';

let folder: string;
beforeEach(() => (folder = makeTempDir('reports-test')));
afterEach(() => rmSync(folder, { recursive: true }));

const report = (name: string) => ({ name, render: () => `text of ${name}` });
const broken = {
  name: 'ctrf.json',
  render: (): string => {
    throw new Error('no such unit');
  },
};

it('writes all, into a folder that need not be there', async () => {
  const inside = join(folder, 'judged-other');
  expect(await writeReports(inside, [report('a.md'), report('b.csv')])).toBeNull();
  expect(readdirSync(inside)).toEqual(['a.md', 'b.csv']);
  expect(readFileSync(join(inside, 'a.md'), 'utf8')).toBe('text of a.md');
});

it('writes the others when one cannot be written, and tells which and why', async () => {
  mkdirSync(join(folder, 'junit.xml')); // where a file should come
  const told = await writeReports(folder, [report('a.md'), report('junit.xml'), report('b.csv')]);
  expect(readdirSync(folder).sort()).toEqual(['a.md', 'b.csv', 'junit.xml']);
  expect(told).toMatchObject({ code: 'reports-not-written', exitCode: 7 });
  const [what, why, next] = renderError(told, folder).split('\n');
  expect(what).toBe('proofload: 1 of 3 reports are missing [reports-not-written]');
  expect(why).toMatch(/^ {2}junit\.xml {2}could not be written: E[A-Z]+: /);
  expect(next).toContain('proofload judge');
});

it('writes the others when one cannot be made, which is a defect', async () => {
  const told = await writeReports(folder, [report('a.md'), broken, report('b.csv')]);
  expect(readdirSync(folder).sort()).toEqual(['a.md', 'b.csv']);
  expect(told).toMatchObject({ exitCode: 1 });
  expect(renderError(told, folder)).toContain('ctrf.json  could not be made: no such unit');
});

it('tells of every report when the folder is none', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const told = await writeReports(join(file, 'run'), [report('a.md'), report('b.csv')]);
  expect(told?.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('ENOTDIR') as unknown,
    expect.stringContaining('ENOTDIR') as unknown,
  ]);
});
