import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findExperiment, readProject } from './find-experiment.ts';
import { nearestFile, whyUnreadable } from './missing-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'missing-file-'));
  for (const name of ['load.ts', 'slo.yaml']) writeFileSync(join(folder, name), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that is not there', () => {
  it('is told without the words of the system', () => {
    expect(whyUnreadable(join(folder, 'none.yaml'), new Error('ENOENT'))).toBe('there is no such file');
    expect(whyUnreadable(folder, new Error('EISDIR'))).toBe('EISDIR');
  });

  it.each([
    ['laod.ts', 'did you mean "load.ts"?'],
    ['sol.yaml', 'did you mean "slo.yaml"?'],
    ['load.yaml', undefined],
    ['none/load.ts', undefined],
    ['slo.yaml', undefined],
  ])('%s', (name, hint) => expect(nearestFile(join(folder, name))).toBe(hint));

  it('is not taken for the name of an experiment', async () => {
    const project = await readProject(folder);
    const find = (what: string) => () => findExperiment(project, what, folder);
    expect(find('laod.ts')).toThrow(
      expect.objectContaining({ message: 'there is no file laod.ts', hint: 'did you mean "load.ts"?' }),
    );
    expect(find('load')).toThrow(expect.objectContaining({ hint: 'did you mean "load.ts"?' }));
    expect(find('slo.yaml')).toThrow(
      expect.objectContaining({ message: expect.stringContaining('neither') as string }),
    );
  });
});
