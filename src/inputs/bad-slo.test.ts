import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { health, prometheus } from '../define/probe.ts';
import { exitCodes } from '../diagnostic/exit-code.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { checkProbes, probeName, probeShape } from './check-probes.ts';
import type { CheckedService } from './service-shape.ts';
import { Problems } from './problems.ts';
import { readSlo } from './read-slo.ts';
import { serverProbes } from './server-probes.ts';

// Each file has one mistake, and says behind `#` at its end what is told about it: place, message, and what to do.

const folder = join(import.meta.dirname, '../../tests/fixtures/bad-slo');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** Those of a target, one of which does not declare what is slow. */
const services: Readonly<Record<string, CheckedService>> = {
  api: { kind: 'external', url: 'http://127.0.0.1:80', insecureSkipTLSVerify: false, metrics: '/metrics' },
  db: { kind: 'postgres', init: [], cores: 2, memory: 1e9 },
};
const ownProbes = {
  api_live: health('api', '/live'),
  queue: prometheus('api', 'queue'),
};
const probes = [
  ...serverProbes(services),
  ...checkProbes(z.record(probeName, probeShape).parse(ownProbes), services, new Problems()),
];

async function told(path: string): Promise<string[]> {
  const problems = new Problems();
  const names = {
    steps: ['browse', 'checkout'],
    journeys: ['shopper', 'guest'],
    faultIds: ['db-hang'],
    profiles: () => Promise.resolve(['baseline']),
    profile: '',
    metrics: () => Promise.resolve({}),
    signals: () => Promise.resolve({}),
    target: { name: 'shop', services: Object.entries(services).map(([name, { kind }]) => ({ name, kind })), probes },
    ledgers: () => Promise.resolve([]),
  };
  await readSlo({ path, shownAs: basename(path), projectRoot: folder }, names, problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    if (!(error instanceof ProofloadError)) throw error;
    expect(error.exitCode).toBe(exitCodes.usage.code);
    return error.problems.map(({ message, place, hint }) => {
      expect(place?.file).toBe(path);
      return [`${place?.line ?? '-'}:${place?.column ?? '-'}`, message, ...(hint === undefined ? [] : [hint])].join(
        ' | ',
      );
    });
  }
}

test('there are many', () => {
  expect(files.length).toBeGreaterThan(60);
});

test.each(files)('%s', async (name) => {
  const path = join(folder, name);
  const expected = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('# '))
    .map((line) => line.slice(2));
  expect(await told(path)).toEqual(expected);
});

test('a file of ten megabytes', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'bad-slo-')), 'large.yaml');
  writeFileSync(path, `version: 1\n${'# more\n'.repeat(1_500_000)}`);
  expect(await told(path)).toEqual([
    '-:- | the SLO file is larger than 1 MB | is it the right file? Objectives are a few lines each',
  ]);
});
