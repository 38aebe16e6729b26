import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Manifest } from '../model/record.ts';
import { buildRecord } from '../verdict/testing/record-builder.ts';
import { readRecord, wasStopped } from './read-record.ts';
import { runFiles } from './run-folder.ts';

const ending = { interrupted: null, stoppedBy: null } as unknown as NonNullable<Manifest['ending']>;

test.each([
  ['a run that came to its end', ending, false],
  ['a run that was killed', null, false],
  ['a breakpoint', { ...ending, stoppedBy: 'breakpoint' } as const, true],
  ['Ctrl-C', { ...ending, interrupted: 'SIGINT' } as const, true],
])('who stopped the load: %s', (_, one, stopped) => expect(wasStopped(one)).toBe(stopped));

test('a load that took days longer than it was to last is damage', () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const read = (loadMs: number) => {
    const { manifest } = buildRecord({ durationMs: 60_000, ending: { loadMs } });
    writeFileSync(join(folder, runFiles.manifest), JSON.stringify(manifest));
    return readRecord(folder).manifest.ending?.loadMs;
  };
  expect(read(90_000)).toBe(90_000);
  expect(() => read(2 ** 40)).toThrow(/run\.json is damaged: ending\.loadMs: a load of 60 s lasted /);
});

test('a manifest that cannot be read is told by its first fault, and what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const told = (manifest: unknown) => {
    writeFileSync(join(folder, runFiles.manifest), JSON.stringify(manifest));
    try {
      readRecord(folder);
    } catch (error) {
      return error instanceof ProofloadError ? [error.message, error.hint] : error;
    }
  };
  const { manifest } = buildRecord({});
  expect(told({ ...manifest, command: 7, host: null })).toEqual([
    expect.stringMatching(/run\.json is damaged: command: .*expected array.* \(and 1 more\)$/),
    expect.stringContaining('a copy of the folder'),
  ]);
  expect(told({ ...manifest, version: 2 })).toEqual([
    expect.stringContaining('its version is 2'),
    'judge it with a later proofload',
  ]);
});
