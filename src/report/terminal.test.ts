import { describe, expect, it } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import { cellWidth } from './terminal-table.ts';
import { renderTerminal } from './terminal.ts';

const reports = 'reports/20261121-105803-shop-proof-7f3a';
const all = [
  samples.passed,
  samples.failed,
  samples.warned,
  samples.inconclusive,
  samples.invalid,
  samples.empty,
  samples.smoke,
];

describe('the end of a run on the terminal', () => {
  it.each([80, 120, 160])('reads as reviewed on %d columns', async (width) => {
    const text = renderTerminal(samples.failed, { width, colour: false, reports });
    await expect(text).toMatchFileSnapshot(`golden/terminal-failed-${width}.txt`);
  });

  it('reads as reviewed for a pass and for an invalid run', async () => {
    const options = { width: 100, colour: false, reports };
    await expect(renderTerminal(samples.passed, options)).toMatchFileSnapshot('golden/terminal-passed-100.txt');
    await expect(renderTerminal(samples.invalid, options)).toMatchFileSnapshot('golden/terminal-invalid-100.txt');
  });

  it.each([60, 80, 100, 120, 200])('has no line of more than %d columns', (width) => {
    for (const verdict of [...all, samples.hostile]) {
      const lines = renderTerminal(verdict, { width, colour: false, reports }).split('\n');
      expect(Math.max(...lines.map(cellWidth))).toBeLessThanOrEqual(width);
    }
  });

  it('says the same with and without colour', () => {
    for (const verdict of all) {
      const plain = renderTerminal(verdict, { width: 100, colour: false });
      const coloured = renderTerminal(verdict, { width: 100, colour: true });
      expect(plain).not.toContain('\u001b');
      expect(coloured).toContain('\u001b[');
      expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
    }
  });

  it('lets nobody else write control sequences', () => {
    const coloured = renderTerminal(samples.hostile, { width: 100, colour: true });
    expect(coloured.replace(/\u001b\[(0|1|2|31|32|33|35)m/g, '')).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it('puts the verdict first, and a mark to every word', () => {
    expect(renderTerminal(samples.failed, { width: 100, colour: false })).toMatch(/^✗ FAIL {2}During db-hang, /);
    expect(renderTerminal(samples.unclean, { width: 100, colour: false })).toMatch(
      /^! PASS, BUT EXIT CODE 6 {2}All 4 /,
    );
    expect(renderTerminal(samples.warned, { width: 100, colour: false })).toMatch(/^! WARN {2}In steady state, /);
  });

  it('leaves out the reports when there are none', () => {
    expect(renderTerminal(samples.passed, { width: 100, colour: false })).not.toContain('reports');
  });
});
