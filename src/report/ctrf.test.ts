import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import { renderCtrf } from './ctrf.ts';

const schemaFile = new URL('../../tests/fixtures/schemas/ctrf-0.0.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
const all = Object.entries(samples).filter(([, one]) => typeof one === 'object' && 'objectives' in one) as [
  string,
  typeof samples.passed,
][];

describe('ctrf.json', () => {
  it.each(all)('%s keeps to the schema of the format', (_, verdict) => {
    validate(JSON.parse(renderCtrf(verdict)));
    expect(validate.errors).toBeNull();
  });

  it('counts warnings as passed, what is inconclusive as other, and has a red test in a red run', () => {
    const { results } = JSON.parse(renderCtrf(samples.failed)) as {
      results: { summary: Record<string, number>; tests: { status: string; rawStatus: string }[] };
    };
    for (const { status, rawStatus } of results.tests) {
      if (rawStatus === 'warn') expect(status).toBe('passed');
      if (rawStatus === 'inconclusive') expect(status).toBe('other');
    }
    expect(results.summary['failed']).toBeGreaterThan(0);
    for (const [name, verdict] of all) {
      const read = JSON.parse(renderCtrf(verdict)) as typeof results extends infer R ? { results: R } : never;
      const red = read.results.tests.some(({ status }) => status === 'failed' || status === 'other');
      expect(red, name).toBe(
        verdict.exitCode !== 0 || verdict.objectives.some((one) => one.verdict === 'inconclusive'),
      );
    }
  });

  it('has all figures of an objective beside its test, and no limit that is not known', () => {
    const window = { kind: 'sustained', lengthMs: 5000 } as const;
    const relative = { target: 3, critical: null, steady: null };
    const objectives = [samples.anObjective({ window, relative, target: 0, verdict: 'inconclusive' })];
    const { results } = JSON.parse(renderCtrf({ ...samples.passed, objectives })) as {
      results: { tests: { extra: object }[] };
    };
    expect(results.tests[0]?.extra).toMatchObject({
      ...{ observed: 412, observedLow: 407.5, observedHigh: 416.5, target: null, critical: null },
      ...{ window, relative, where: {}, steps: ['checkout'], breaches: null, budget: null },
    });
  });
});
