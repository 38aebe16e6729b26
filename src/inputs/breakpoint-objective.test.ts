import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { formatLevel } from './limit.ts';
import { Problems } from './problems.ts';
import { readSlo } from './read-slo.ts';

const folder = mkdtempSync(join(tmpdir(), 'slo-'));

async function read(objective: string) {
  const file = join(folder, 'slo.yaml');
  writeFileSync(file, `version: 1\nobjectives:\n  - ${objective}\n`);
  const problems = new Problems();
  const context = {
    steps: [],
    journeys: [],
    faultIds: [],
    profiles: () => Promise.resolve(['baseline']),
    profile: '',
    metrics: () => Promise.resolve({}),
    signals: () => Promise.resolve({}),
    target: { name: 'shop', services: [] },
    ledgers: () => Promise.resolve([]),
  };
  const read = await readSlo({ path: file, shownAs: 'slo.yaml', projectRoot: folder }, context, problems);
  try {
    problems.throwIfAny();
    return read?.slo.objectives;
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => `${message}; ${hint ?? ''}`).join('\n');
  }
}

test.each([
  ['200 users', { unit: 'users', target: 200 }, '200 users'],
  ['1 user', { unit: 'users', target: 1 }, '1 user'],
  ['12.5/s', { unit: '/s', target: 12.5 }, '12.5/s'],
] as const)('a breakpoint at %s is read, and written as it was', async (target, level, written) => {
  const objectives = await read(`{ name: carries, metric: breakpoint, target: ${target} }`);
  expect(objectives).toMatchObject([{ kind: 'breakpoint', name: 'carries', profiles: null, ...level }]);
  expect(formatLevel(level)).toBe(written);
});

test.each(['200', '0 users', '1.5 users', '200ms', '0/s'])('a breakpoint at %s is refused', async (target) => {
  const told = await read(`{ name: carries, metric: breakpoint, target: '${target}' }`);
  expect(told).toContain(`target is "${target}"; expected the least load that passes, such as 200 users or 150/s`);
});

it('takes none of the fields that say what is measured', async () => {
  expect(await read('{ name: carries, metric: breakpoint, target: 200 users, stat: p95 }')).toContain('stat');
});
