import { XMLParser } from 'fast-xml-parser';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import type { Verdict } from '../model/verdict.ts';
import { renderJunit } from './junit.ts';
import { plain } from './plain-text.ts';

interface Case {
  readonly '@name': string;
  readonly '@classname': string;
  readonly '@time': string;
  readonly 'system-out'?: string;
  readonly failure?: object;
  readonly error?: object;
  readonly skipped?: object;
}
interface Suite {
  readonly '@name': string;
  readonly '@tests': string;
  readonly '@failures': string;
  readonly '@errors': string;
  readonly '@skipped': string;
  readonly '@time': string;
  readonly testcase?: Case[];
}

function suiteOf(verdict: Verdict): Suite {
  const text = renderJunit(verdict);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testcase',
  });
  const document = parser.parse(text) as { testsuites: { testsuite: Suite } };
  return document.testsuites.testsuite;
}

function caseOf(verdict: Verdict, name: string, phase: string): Case {
  const found = suiteOf(verdict).testcase?.find((each) => each['@name'] === name && each['@classname'].endsWith(phase));
  if (found === undefined) throw new Error(`no case ${name} in ${phase}`);
  return found;
}

describe('junit.xml', () => {
  it('counts each verdict where CI systems look for it', () => {
    expect(suiteOf(samples.failed)).toMatchObject({
      '@name': 'shop-proof',
      '@tests': '13',
      '@failures': '3',
      '@errors': '1',
      '@skipped': '1',
      '@time': '90.000',
    });
  });

  it('says of a failure what was measured, against which limit, where and how often', () => {
    expect(caseOf(samples.failed, 'checkout is fast', 'steady')).toMatchObject({
      '@classname': 'proofload.shop-proof.steady',
      '@time': '35.920',
      failure: {
        '@message': 'p95 642 ms, limit at most 500 ms (steady, 12310 samples)',
        '#text': expect.stringContaining('because a slow checkout loses the basket') as unknown,
      },
    });
  });

  it('has passes with their numbers, and warnings that pass with a word in the output', () => {
    expect(caseOf(samples.failed, 'keeps up', 'steady')).toMatchObject({
      'system-out': 'throughput 74.8 /s, limit at least 60 /s (steady, 4488 samples)',
    });
    expect(caseOf(samples.failed, 'search is fast', 'steady')['system-out']).toMatch(
      /^WARN p95 148 ms, limit at most 120 ms/,
    );
  });

  it('tells what is inconclusive from what is slow, and what was not part of the run from both', () => {
    expect(caseOf(samples.failed, 'suggestions have a fallback', 'fault:ai-hang')).toMatchObject({
      error: {
        '@type': 'inconclusive',
        '@message': expect.stringContaining('41 of the 299 samples needed') as unknown,
      },
    });
    expect(caseOf(samples.failed, 'holds for an hour', 'steady')).toMatchObject({
      skipped: { '@message': 'only for the profile endurance' },
    });
  });

  it('has one more case when the run is invalid', () => {
    const run = caseOf(samples.invalid, 'the run can be judged', 'run');
    expect(run.error).toMatchObject({
      '@type': 'invalid',
      '@message': samples.invalid.sentence,
      '#text': expect.stringContaining('the stream of the recorder') as unknown,
    });
    expect(suiteOf(samples.failed).testcase).toHaveLength(13);
  });

  it('is never green with an exit code that is not', () => {
    expect(caseOf(samples.unclean, 'the run can be judged', 'run').error).toMatchObject({
      '@type': 'exit-code-6',
      '#text': 'Cleanup is incomplete: api->db is still down',
    });
    expect(suiteOf(samples.passed)).toMatchObject({ '@failures': '0', '@errors': '0' });
    expect(suiteOf(samples.warned)).toMatchObject({ '@failures': '0', '@errors': '0' });
  });

  it('gives every text back as it was, but for what no terminal and no XML should get', () => {
    const { digests, sentence } = samples.hostile;
    const [first] = suiteOf(samples.hostile).testcase ?? [];
    expect(first?.['@name']).toBe(plain(digests.series));
    expect(first?.failure).toMatchObject({ '#text': `${plain(sentence)}\nbecause ${plain(sentence)}` });
    const text = renderJunit(samples.hostile);
    expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
    expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\p{Surrogate}]/u);
  });
});

const hasValidator = spawnSync('xmllint', ['--version']).status === 0;
if (!hasValidator)
  console.warn('junit.xml is not held against its schema: there is no xmllint (package libxml2-utils)');

describe.skipIf(!hasValidator)('junit.xml, held against its schema', () => {
  const schema = fileURLToPath(new URL('../../tests/fixtures/schemas/junit.xsd', import.meta.url));
  const complaints = (text: string): string => {
    const { stderr } = spawnSync('xmllint', ['--noout', '--schema', schema, '-'], { input: text, encoding: 'utf8' });
    return stderr.trim();
  };
  const all = Object.entries(samples).filter(([, one]) => typeof one === 'object' && 'objectives' in one) as [
    string,
    Verdict,
  ][];

  it.each(all)('is valid: %s', (_, verdict) => {
    expect(complaints(renderJunit(verdict))).toBe('- validates');
  });

  it('is valid for an objective of every verdict', () => {
    const kinds = ['pass', 'warn', 'info', 'fail', 'inconclusive', 'not-evaluated'] as const;
    const objectives = kinds.map((verdict) => samples.anObjective({ verdict }));
    const text = renderJunit({ ...samples.passed, objectives });
    expect(complaints(text)).toBe('- validates');
    expect(complaints(text.replace('<skipped', '<ignored'))).toMatch(/'ignored': This element is not expected/);
  });
});
