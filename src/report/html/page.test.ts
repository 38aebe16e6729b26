import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as samples from '../../../tests/browser/sample-verdicts.ts';
import { loadReportAssets } from '../assets.ts';
import { renderHtml } from './page.ts';

const assets = loadReportAssets();
const page = (name: Exclude<keyof typeof samples, 'anObjective' | 'aFault' | 'aStep'>) =>
  renderHtml(samples[name], assets);
const elements = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '');

describe('report.html', () => {
  it('allows its own scripts and styles by digest, and nothing from anywhere', () => {
    const text = page('failed');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
    const digests = [...policy.matchAll(/'sha256-([^']+)'/g)].map((match) => match[1]);
    const own = [...elements(text, 'script'), ...elements(text, 'style')].map((body) =>
      createHash('sha256').update(body).digest('base64'),
    );
    expect(own).toHaveLength(3);
    expect(digests).toEqual(own);
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/(?:src|href)="(?!#|data:)/);
    expect(text).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('has the verdict, the objectives and their reasons without any script', () => {
    const text = page('failed').replace(/<script.*?<\/script>/gs, '');
    expect(text).toContain('<h1>Failed</h1>');
    expect(text).toContain('During db-hang, error_rate 94.8\u00a0% against at most 50\u00a0% (the shop stays up)');
    expect(text.match(/class="badge is-[a-z-]+"><svg[^>]*width="18"/g)).toHaveLength(13);
    expect(text).toContain('a slow checkout loses the basket');
    expect(text).toContain('41 of the 299 samples needed');
    expect(text).toContain('&gt; 5\u00a0s');
    expect(text).toMatch(/<noscript\s*>/);
  });

  it.each(['passed', 'failed', 'warned', 'inconclusive', 'invalid', 'empty', 'smoke', 'hour', 'hostile'] as const)(
    'closes every element that it opens: %s',
    (name) => {
      const empty = new Set(['meta', 'link']);
      const open: string[] = [];
      const text = page(name)
        .replace(/<(script|style)[ >].*?<\/\1>/gs, '')
        .replace('<!doctype html>', '');
      for (const [, slash, element = '', selfClosed] of text.matchAll(
        /<(\/?)([a-z][a-z0-9]*)(?:\s+[a-zA-Z-]+="[^"<]*"|\s+hidden)*\s*(\/?)>/g,
      )) {
        if (selfClosed === '/' || empty.has(element)) continue;
        if (slash === '/') expect(open.pop()).toBe(element);
        else open.push(element);
      }
      expect(open).toEqual([]);
      expect(text.replace(/<\/?[a-z][^<>]*>/g, '')).not.toMatch(/[<>]/);
    },
  );

  it('lets nothing that others wrote become markup or script', () => {
    const text = page('hostile');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(elements(text, 'script')).toHaveLength(2);
    const data = /<script type="application\/json" id="chart-data">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
    expect(data).not.toContain('<');
    expect((JSON.parse(data) as { bands: { label: string }[] }).bands.at(-1)?.label).toContain('</script>');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('says so when there is nothing to show', () => {
    expect(page('empty')).toContain('No request was recorded, so there is nothing to draw.');
    expect(page('empty')).toContain('No objectives: nothing was judged.');
    expect(page('inconclusive')).toContain('<span class="bad">never</span>');
  });

  it('says of which part of the load its steps are', () => {
    const overload = { phase: 'overload', fromMs: 60_000, toMs: 90_000 };
    expect(page('passed')).toContain('Over the whole run, faults included.');
    expect(renderHtml({ ...samples.passed, phases: [...samples.passed.phases, overload] }, assets)).toContain(
      'Up to the limit that was found.',
    );
  });

  it('tells what makes a run doubtful', () => {
    expect(page('invalid')).toContain('The measurement cannot be trusted as it is.');
    expect(page('invalid')).toContain('scenarios/shop/journeys/shopper.ts:31:18');
    expect(page('failed')).toContain('Nothing was found that makes the numbers of this run doubtful.');
  });

  it('has the worst objectives first', () => {
    const marks = [...page('failed').matchAll(/<tbody class="is-([a-z-]+)">/g)].map((match) => match[1]);
    expect([...new Set(marks)]).toEqual(['fail', 'inconclusive', 'warn', 'pass', 'not-evaluated']);
    expect(marks).toHaveLength(13);
  });

  it('tells of each fault its worst objective and what became of the writes', () => {
    const rows = page('failed').split('<section id="faults">')[1]?.split('</section>')[0] ?? '';
    const told = rows
      .split('<tbody>')
      .slice(1)
      .map((row) =>
        row
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
    expect(told.at(-1)).toContain(
      '96 requests 10 connections 94.8 % 5 s 94.8 % ≤ 50 %, the shop stays up &gt; 5 s 7 lost',
    );
    expect(told[0]).toContain('suggestions have a fallback 400 ms none lost or doubled');
    expect(told[2]).toContain('3 doubled');
  });

  it('explains points that stand for more than a second', () => {
    expect(page('hour')).toContain('Each stretch of 5\u00a0s is drawn as two points');
    expect(page('failed')).not.toContain('Each stretch of');
  });
});
