import { describe, expect, it } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import { renderHtml } from './html/page.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTerminal } from './terminal.ts';
import { validityOf } from './run-wording.ts';

const { passed, invalid } = samples;
const assets = { uplotJs: '', uplotCss: '' };

describe('the checks of the measurement', () => {
  it('are counted: those that hold, those that do not, those that nobody could measure', () => {
    expect(validityOf(passed)).toBe('all 2 checks hold, 1 not measured');
    expect(validityOf(invalid)).toBe('1 of 2 checks do not hold, 1 not measured');
    expect(validityOf({ ...passed, validity: passed.validity.slice(0, 2) })).toBe('all 2 checks hold');
  });

  it('are not mentioned in verdicts that have none', () => {
    expect(validityOf({ ...passed, validity: [] })).toBeNull();
  });

  it('are in every report', () => {
    expect(renderTerminal(invalid, { width: 100, colour: false })).toMatch(/validity +1 of 2 checks do not hold/);
    expect(renderMarkdown(invalid)).toContain('Validity: 1 of 2 checks do not hold, 1 not measured.');
    expect(renderJunit(invalid)).toContain('<property name="validity" value="1 of 2 checks do not hold');
    const page = renderHtml(invalid, assets);
    expect(page).toMatch(/<td class="num bad">61\sms<\/td>/);
    expect(page).toMatch(/<td class="num">not\smeasured<\/td>/);
  });
});

describe('the run that is repeated', () => {
  it('is named in every report of the repetition', () => {
    const id = String(invalid.rerunOf);
    expect(renderTerminal(invalid, { width: 100, colour: false })).toContain(`the invalid run ${id}`);
    expect(renderMarkdown(invalid)).toContain(`repeats the invalid run ${id}`);
    expect(renderJunit(invalid)).toContain(`<property name="rerunOf" value="${id}"/>`);
    expect(renderHtml(invalid, assets)).toMatch(
      new RegExp(`Repeats the invalid run</dt>\\s*<dd><span class="mono">${id}`),
    );
    expect(renderTerminal(passed, { width: 100, colour: false })).not.toContain('repeats');
  });
});
