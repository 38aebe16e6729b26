import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AnyObjective } from '../model/slo.ts';
import { judge } from '../verdict/judge.ts';
import { buildRecord, evenly } from '../verdict/testing/record-builder.ts';
import { objective, recovery } from '../verdict/testing/slo-builder.ts';
import { readRecord } from './read-record.ts';
import { knownSlo, type RecordedSlo } from './recorded-slo.ts';
import { runFiles } from './run-folder.ts';

const recorded = (...objectives: readonly object[]): RecordedSlo => ({
  version: 1,
  file: 'thresholds/shop.yaml',
  objectives: objectives as RecordedSlo['objectives'],
});
const place = { file: 'thresholds/shop.yaml', line: 3, column: 5 };

/** Every field that an objective may have. */
const everything: readonly AnyObjective[] = [
  objective({
    place,
    own: { kind: 'trend', unit: 'ms' },
    signal: { kind: 'count', unit: 'number', atMost: true, labels: ['service'], perMinute: true },
    ratio: {
      of: { metric: 'retries', own: { kind: 'counter', unit: 'number' }, where: {} },
      per: { metric: 'throughput', where: { status: { not: true, names: ['5xx'] } } },
      unit: 'share',
    },
    stat: 'p99.9',
    while: 'ready',
    window: { kind: 'rolling', lengthMs: 30_000, allowed: 0.02 },
    budget: { burn: 14, windowMs: null, abort: true },
    severity: 'warn',
    onNoData: { skip: 'nobody buys at night' },
    profiles: ['baseline'],
    relativeTo: 'steady',
    atMost: false,
    critical: 5,
    minSamples: 20,
    because: 'the contract says so',
  }),
  objective({ window: { kind: 'sustained', lengthMs: 60_000 }, onNoData: 'fail' }),
  recovery({ since: 'felt', severity: 'info' }),
  { kind: 'breakpoint', name: 'enough', unit: '/s', target: 100, profiles: null, because: null, place },
  { kind: 'data', name: 'none lost', metric: 'rpo', ledger: null, target: 0, profiles: null, because: null, place },
];

it('understands all that this version writes', () => {
  const written = JSON.parse(JSON.stringify(recorded(...everything))) as RecordedSlo;
  expect(knownSlo(written)).toEqual(written);
});

it.each([
  ['its kind is forecast', { ...recovery(), kind: 'forecast' }],
  ['it has exclude', { ...objective(), exclude: ['canary'] }],
  ['window.kind: Invalid discriminator value', objective({ window: { kind: 'tumbling', lengthMs: 1000 } as never })],
  ['stat: Invalid string: must match pattern', objective({ stat: 'median' as never })],
  ['critical: Invalid input', objective({ critical: 'none' as never })],
])('names what it does not understand: %s', (why, one) => {
  const { objectives, unread } = knownSlo(recorded(one, objective({ name: 'known' })));
  expect(objectives.map(({ name }) => name)).toEqual(['known']);
  expect(unread).toHaveLength(1);
  expect(unread?.[0]).toContain(`does not understand the objective "${one.name}": ${why}`);
});

it('passes no run by the objectives that are left', () => {
  const { manifest, series } = buildRecord({ requests: evenly(200, 0, 60_000) });
  const slo = recorded(objective(), { ...recovery(), kind: 'forecast', name: 'will hold' });
  const folder = mkdtempSync(join(tmpdir(), 'later-'));
  writeFileSync(join(folder, runFiles.manifest), JSON.stringify({ ...manifest, slo }));
  const verdict = judge({ ...readRecord(folder), series, problems: [] }, readRecord(folder).manifest.slo);
  expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 5 });
  expect(verdict.objectives.map((one) => one.verdict)).toEqual(['pass']);
  expect(verdict.sentence).toContain('does not understand the objective "will hold": its kind is forecast');
});
