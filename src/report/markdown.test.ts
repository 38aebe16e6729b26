import { describe, expect, it } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import { renderMarkdown } from './markdown.ts';
import { harmfulNodes, markdownNodes } from './testing/markdown-nodes.ts';

const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('|'));

describe('summary.md', () => {
  it('reads as reviewed', async () => {
    await expect(renderMarkdown(samples.failed)).toMatchFileSnapshot('golden/summary-failed.md.txt');
    await expect(renderMarkdown(samples.invalid)).toMatchFileSnapshot('golden/summary-invalid.md.txt');
  });

  it('has the verdict in its first line', () => {
    expect(renderMarkdown(samples.passed).split('\n')[0]).toBe('## ✅ Passed: All 4 objectives hold');
    expect(renderMarkdown(samples.unclean).split('\n')[0]).toMatch(
      /^## ⚠️ Passed, but exit code 6: All 4 objectives hold/,
    );
    expect(renderMarkdown(samples.empty).split('\n')[0]).toBe('## ❔ Invalid: The load was never started');
  });

  it('has what failed before what passed', () => {
    const rows = rowsOf(renderMarkdown(samples.failed)).filter((row) => /^\| (❌|❔|⚠️|✅)/.test(row));
    expect(rows.map((row) => row.slice(2, 3))).toEqual(['❌', '❌', '❌', '❔', '⚠', ...Array<string>(7).fill('✅')]);
  });

  it('keeps its tables whole, whatever the names are', () => {
    const cells = (row: string) => row.split(/(?<!\\)\|/).length;
    const rows = rowsOf(renderMarkdown(samples.hostileThroughout));
    const objectives = rows.filter((row) => /^\| (❌|❔|⚠️|✅)/.test(row));
    expect(new Set(objectives.map(cells))).toEqual(new Set([10]));
  });

  it('lets through no HTML, code, mention or link', () => {
    const code = /^ {4}.*$/gm;
    const text = renderMarkdown(samples.hostile).replace(code, '');
    expect(renderMarkdown(samples.hostile).match(code)).toHaveLength(1);
    expect(text).not.toMatch(/<[a-z!/]/i);
    expect(text).not.toMatch(/(?<!\\)`(?!report\.html`)/);
    expect(text).not.toMatch(/@somebody|https:\/\/|(?<!\\)\[|#1/);
    expect(text).not.toContain('\u001b');
  });

  it('is read as headings, tables and text, and nothing else', async () => {
    const kinds = await markdownNodes(renderMarkdown(samples.hostileThroughout));
    const html = await markdownNodes(samples.hostile.sentence); // as it is, it would be
    expect(harmfulNodes.filter((kind) => kinds.includes(kind))).toEqual([]);
    expect(kinds).toContain('tableCell');
    expect(kinds.filter((kind) => kind === 'code')).toHaveLength(1); // the command to run it again
    expect(harmfulNodes.filter((kind) => html.includes(kind))).toEqual(['html', 'link']);
  });

  it('stays below what GitHub takes, and counts what it left out', () => {
    const many = Array.from({ length: 2000 }, (_, i) =>
      samples.anObjective({ name: `objective ${i}`, verdict: 'fail' }),
    );
    const text = renderMarkdown({ ...samples.failed, objectives: many });
    expect(new TextEncoder().encode(text).length).toBeLessThan(60_000);
    expect(text).toMatch(/\*[\d,]+ more lines are in `report\.html`\.\*\n$/);
  });
});
