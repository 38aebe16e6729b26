import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import type { Verdict } from '../model/verdict.ts';
import { loadReportAssets } from './assets.ts';
import { reportsOf } from './reports.ts';
import { renderTerminal } from './terminal.ts';

const assets = loadReportAssets();
const renderReports = (verdict: Verdict) =>
  reportsOf(verdict, assets).map(({ name, render }) => ({ name, bytes: render() }));
/** Tables of figures, and what programs read, have no sentences. */
const isForPeople = (name: string) => name !== 'verdict.json' && !name.endsWith('.csv');
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

afterEach(() => void vi.unstubAllGlobals());

describe('reports', () => {
  it('are these files, verdict.json first', () => {
    expect(renderReports(samples.passed).map(({ name }) => name)).toEqual([
      'verdict.json',
      'report.html',
      'junit.xml',
      'summary.md',
      'ctrf.json',
      'objectives.csv',
      'series.csv',
      'stats.csv',
    ]);
  });

  it('need no clock, no locale and no chance', () => {
    const before = renderReports(samples.failed);
    const forbidden = () => {
      throw new Error('a report must not ask for this');
    };
    vi.stubGlobal('Date', Object.assign(forbidden, { parse: Date.parse }));
    vi.stubGlobal('Intl', undefined);
    vi.stubGlobal('Math', Object.assign(Object.create(Math) as Math, { random: forbidden }));
    const after = renderReports(samples.failed);
    vi.unstubAllGlobals();
    expect(after).toEqual(before);
  });

  it('have the same bytes in another process, time zone, locale and compiler', () => {
    const script = `
      import { createHash } from 'node:crypto';
      import { failed } from './tests/browser/sample-verdicts.ts';
      import { loadReportAssets } from './src/report/assets.ts';
      import { reportsOf } from './src/report/reports.ts';
      import { renderTerminal } from './src/report/terminal.ts';
      const texts = [...reportsOf(failed, loadReportAssets()).map(({ render }) => render()), renderTerminal(failed, { width: 100, colour: true })];
      process.stdout.write(JSON.stringify(texts.map((text) => createHash('sha256').update(text).digest('hex'))));`;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
      encoding: 'utf8',
    });
    const here = [
      ...renderReports(samples.failed).map(({ bytes }) => bytes),
      renderTerminal(samples.failed, { width: 100, colour: true }),
    ];
    expect(JSON.parse(output)).toEqual(here.map(digest));
  }, 30_000);

  it('all say of a rehearsal that it is one, and which tags the run was given', () => {
    const rehearsed = { ...samples.passed, timeScale: 0.1, tags: { team: 'checkout' } };
    const reports = renderReports(rehearsed).filter(({ name }) => isForPeople(name));
    const terminal = renderTerminal(rehearsed, { width: 100, colour: false });
    for (const { name, bytes } of [...reports, { name: 'terminal', bytes: terminal }]) {
      expect(bytes, name).toMatch(/rehearsal \(time × 0\.1\)/i);
      expect(bytes, name).toContain('team=checkout');
    }
    expect(terminal).toMatch(/^✓ PASS {2}Rehearsal \(time × 0\.1\)\. All /);
    for (const { name, bytes } of renderReports(samples.passed)) {
      if (name !== 'verdict.json') expect(bytes, name).not.toMatch(/rehearsal/i);
    }
  });

  it('all say up to which load a rising one passed', () => {
    const said =
      'passes up to 1,180 users; p95 of response_time of checkout 531 ms against at most 500 ms from 1200 users';
    const reports = renderReports(samples.broken).filter(({ name }) => isForPeople(name));
    for (const { name, bytes } of reports) expect(bytes.replaceAll('\u00a0', ' '), name).toContain(said);
    const terminal = renderTerminal(samples.broken, { width: 140, colour: false });
    expect(terminal).toContain(`\n  breakpoint  ${said}`);
    for (const { name, bytes } of renderReports(samples.passed)) {
      if (name !== 'verdict.json') expect(bytes, name).not.toContain('passes up to');
    }
  });

  it('are small, also for an hour', () => {
    const html = renderReports(samples.hour).find(({ name }) => name === 'report.html');
    expect(Buffer.byteLength(html?.bytes ?? '')).toBeLessThan(250_000);
  });
});
