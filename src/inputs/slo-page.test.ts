import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Slo } from '../model/slo.ts';
import { Problems } from './problems.ts';
import { readSlo } from './read-slo.ts';
import { sloExamples } from './slo-examples.ts';
import { sloPage } from './slo-page.ts';

const root = join(import.meta.dirname, '../..');

async function read(path: string): Promise<Slo | undefined> {
  const problems = new Problems();
  const trend = { kind: 'trend', unit: 'ms' } as const;
  const names = {
    steps: ['checkout'],
    journeys: [],
    faultIds: ['db-hang'],
    profiles: () => Promise.resolve([]),
    profile: '',
    metrics: () => Promise.resolve({ query_time: trend, scan_time: trend }),
    signals: () => Promise.resolve({}),
    target: { name: 'shop', services: [{ name: 'api', kind: 'external' }] },
    ledgers: () => Promise.resolve([]),
  };
  const found = await readSlo({ path, shownAs: path, projectRoot: root }, names, problems);
  problems.throwIfAny();
  return found?.slo;
}

test('the page is the committed one (npm run schemas makes it anew)', () => {
  expect(readFileSync(join(root, 'docs/slo.md'), 'utf8')).toBe(sloPage());
});

test('its examples are right', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'slo-page-')), 'slo.yaml');
  writeFileSync(path, `version: 1\nobjectives:\n${sloExamples.map(({ yaml }) => `  - ${yaml}\n`).join('')}`);
  expect((await read(path))?.objectives).toHaveLength(sloExamples.length);
});

test('the targets and critical thresholds of a guide can be written as they stand there', async () => {
  const slo = await read(join(root, 'thresholds/examples/service.yaml'));
  const pairs = slo?.objectives.flatMap((one) =>
    one.kind === 'objective' && one.critical !== null ? [[one.name, one.target, one.critical]] : [],
  );
  expect(pairs).toEqual([
    ['API response time (P95)', 500, 2000],
    ['API response time (P99)', 1000, 5000],
    ['database query time (P95)', 100, 500],
    ['scan completion time', 120_000, 300_000],
    ['error rate', 0.01, 0.05],
    ['CPU usage', 0.7, 0.9],
    ['memory usage', 0.8, 0.95],
    ['connection pool usage', 0.8, 0.95],
    ['three times as slow at the most', 3, 5],
  ]);
});
