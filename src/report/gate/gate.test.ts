import { describe, expect, it } from 'vitest';
import * as samples from '../../../tests/browser/sample-verdicts.ts';
import { gateExitCode, worstFirst, type Gate, type GateExperiment } from './gate.ts';
import { harmfulNodes, markdownNodes } from '../testing/markdown-nodes.ts';
import { renderGateAnnotations } from './annotations.ts';
import { gateReportsOf } from './reports.ts';

const ran = (experiment: string, verdict: typeof samples.passed): GateExperiment => ({
  experiment,
  exitCode: verdict.exitCode,
  verdict,
  why: '',
  folder: `../${experiment}-1`,
});
const notRun: GateExperiment = { experiment: 'c', exitCode: 7, verdict: null, why: 'no port is free', folder: null };
const gate: Gate = {
  id: 'pr-gate-20261121t100000z-abcdef',
  name: 'pr',
  startedAt: '2026-11-21T10:00:00.000Z',
  experiments: [ran('a', samples.passed), notRun, ran('b', samples.failed), ran('d', samples.hostile)],
};

describe('the exit code of a gate', () => {
  it.each([
    [[0, 0], 0],
    [[0, 5, 3], 3],
    [[5, 7], 5],
    [[3, 6], 6],
    [[3, 130], 130],
    [[0, 7], 7],
  ])('of %j is %d', (codes, expected) => {
    expect(gateExitCode(codes.map((exitCode) => ({ exitCode })))).toBe(expected);
  });
});

describe('reports of a gate', () => {
  const [json, page, summary] = gateReportsOf(gate).map(({ render }) => render());

  it('have the worst first', () => {
    expect(worstFirst(gate.experiments).at(0)?.exitCode).toBe(3);
    expect(worstFirst(gate.experiments).at(-1)?.experiment).toBe('a');
  });

  it('tell programs what ran and what did not', () => {
    const read = JSON.parse(json ?? '') as { exitCode: number; experiments: { verdict: string; exitCode: number }[] };
    expect(read.exitCode).toBe(3);
    expect(read.experiments.map(({ verdict }) => verdict).slice(0, 3)).toEqual(['pass', 'not run', 'fail']);
  });

  it('lead to the pages of the runs, and run no script', () => {
    expect(page).toContain('href="../b-1/report.html"');
    expect(page).toContain('no port is free');
    expect(page).not.toMatch(/<script|script-src/);
  });

  it('begin with the verdict, and name what is to blame', () => {
    expect(summary).toMatch(/^## ❌ Gate pr: not passed\. \d of 4 experiments passed, 1 was not run\n/);
    const blamed = samples.failed.objectives.find(({ verdict }) => verdict === 'fail');
    expect(summary).toContain(`**${blamed?.name ?? '?'}**`);
  });

  it('hold what others wrote as text', async () => {
    const { sentence } = samples.hostile;
    const experiments = [ran(sentence, samples.hostile), { ...notRun, experiment: sentence, why: sentence }];
    const [, html = '', markdown = ''] = gateReportsOf({ ...gate, experiments }).map(({ render }) => render());
    const kinds = await markdownNodes(markdown);
    expect(harmfulNodes.filter((kind) => kinds.includes(kind))).toEqual([]);
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('stay below what GitHub takes, also of many runs', () => {
    const experiments = Array.from({ length: 300 }, (_, i) => ran(`experiment ${i}`, samples.failed));
    const [, , markdown = ''] = gateReportsOf({ ...gate, experiments }).map(({ render }) => render());
    expect(new TextEncoder().encode(markdown).length).toBeLessThan(60_000);
    expect(markdown).toMatch(/\*[\d,]+ more lines are in `report\.html`\.\*\n$/);
  });
});

describe('annotations of a gate', () => {
  it('are one for each experiment that did not simply pass, the worst first', () => {
    const experiments = [ran('w', samples.warned), notRun, ran('a', samples.passed), ran('b', samples.failed)];
    expect(renderGateAnnotations({ ...gate, experiments }).map((line) => line.slice(0, 30))).toEqual([
      '::error title=pr%3A b::fail: D',
      '::error title=pr%3A c::not run',
      '::warning title=pr%3A w::warn:',
    ]);
  });

  it('are no more than GitHub shows', () => {
    const experiments = Array.from({ length: 30 }, () => ran('b', samples.failed));
    expect(renderGateAnnotations({ ...gate, experiments })).toHaveLength(10);
  });
});
