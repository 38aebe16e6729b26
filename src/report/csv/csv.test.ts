import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as samples from '../../../tests/browser/sample-verdicts.ts';
import { toldPercentiles } from '../../model/verdict.ts';
import { csv } from './csv.ts';
import { renderObjectivesCsv } from './objectives.ts';
import { renderSeriesCsv } from './series.ts';
import { renderStatsCsv } from './stats.ts';

const read = (text: string) => parse<Record<string, string>>(text, { columns: true, recordDelimiter: '\r\n' });
const all = Object.entries(samples).filter(([, one]) => typeof one === 'object' && 'objectives' in one) as [
  string,
  typeof samples.passed,
][];

describe('csv', () => {
  it('is read back as it was written, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.integer())), (rows) => {
        const back = parse(csv(['text', 'number'], rows), { recordDelimiter: '\r\n' });
        expect(back).toHaveLength(rows.length + 1);
        back.slice(1).forEach(([, number], i) => expect(number).toBe(String(rows[i]?.[1])));
      }),
    );
    expect(csv(['a'], [['say "hi", twice'], [null], [1.5], [true]])).toBe(
      'a\r\n"say ""hi"", twice"\r\n\r\n1.5\r\ntrue\r\n',
    );
  });

  it('holds no formula', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@'), fc.string({ unit: 'grapheme' }), (lead, rest) => {
        const [, cell = ''] = csv(['a'], [[lead + rest]]).split('\r\n');
        expect(cell).toMatch(/^"?'/);
      }),
    );
    for (const [, hostile] of all) {
      for (const row of read(renderObjectivesCsv(hostile)))
        for (const name of ['objective', 'reason', 'because']) expect(row[name]).not.toMatch(/^[=+@-]/);
    }
  });
});

describe('objectives.csv', () => {
  const rowOf = (changes: Parameters<typeof samples.anObjective>[0]) =>
    read(renderObjectivesCsv({ ...samples.passed, objectives: [samples.anObjective(changes)] }))[0];

  it('tells which samples were judged, how, and when the limit was missed', () => {
    const row = rowOf({
      where: { status: { not: true, names: ['4xx', '5xx'] } },
      window: { kind: 'rolling', lengthMs: 30_000, allowed: 0.05 },
      breaches: { firstMs: 31_000, longestMs: 2000, totalMs: 7000 },
      budget: { spent: 0.4, burn: 1.5, atMs: 60_000, burnLimit: 2, windowMs: 6000 },
    });
    expect(row).toMatchObject({
      ...{ where: 'status not 4xx or 5xx', window: 'rolling', window_ms: '30000', window_allowed: '0.05' },
      ...{ first_breach_ms: '31000', longest_breach_ms: '2000', breach_ms: '7000' },
      ...{ budget_spent: '0.4', budget_burn: '1.5', budget_burn_limit: '2' },
      ...{ observed: '412', observed_low: '407.5', observed_high: '416.5' },
    });
  });

  it('has limits that are multiples of steady state as what they came to, and none where that is unknown', () => {
    const relative = { target: 3, critical: 5, steady: 42 };
    expect(rowOf({ relative, target: 126, critical: 210 })).toMatchObject({
      ...{ target: '126', critical: '210', steady: '42', target_times_steady: '3', critical_times_steady: '5' },
    });
    expect(rowOf({ relative: { ...relative, steady: null }, target: 0, critical: 0 })).toMatchObject({
      ...{ target: '', critical: '', steady: '', target_times_steady: '3' },
    });
  });
});

describe('tables of a run', () => {
  it.each(all)('%s: a line for each objective, second and step, and all together', (_, verdict) => {
    expect(read(renderObjectivesCsv(verdict))).toHaveLength(verdict.objectives.length);
    expect(read(renderSeriesCsv(verdict))).toHaveLength(verdict.seconds.length);
    const stats = read(renderStatsCsv(verdict));
    expect(stats.map((row) => row['Request Count'])).toEqual(
      [...verdict.steps, verdict.total].map(({ requests }) => String(requests)),
    );
    expect(stats.at(-1)?.['Name']).toBe('Aggregated');
  });

  it('have the columns that readers of Locust expect', () => {
    const [head] = renderStatsCsv(samples.passed).split('\r\n');
    expect(head).toBe(
      'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,' +
        'Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%',
    );
    const [row] = read(renderStatsCsv({ ...samples.passed, steps: [samples.aStep({})], durationMs: 10_000 }));
    expect(row).toMatchObject({ 'Requests/s': '120.4', 'Failures/s': '1.7', '95%': '412', '100%': '5004' });
    expect(toldPercentiles).toHaveLength(11);
  });

  it('say in which phases a second lies', () => {
    const phases = read(renderSeriesCsv(samples.failed)).map((row) => row['phases']);
    expect(new Set(phases).size).toBeGreaterThan(2);
  });
});
