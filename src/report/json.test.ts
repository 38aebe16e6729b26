import { describe, expect, it } from 'vitest';
import { failed } from '../../tests/browser/sample-verdicts.ts';
import { renderJson } from './json.ts';

describe('verdict.json', () => {
  it('holds the verdict and nothing else', () => expect(JSON.parse(renderJson(failed))).toEqual(failed));

  it('is the same in whatever order the verdict was put together', () => {
    expect(renderJson(reversed(failed) as typeof failed)).toBe(renderJson(failed));
  });

  it('begins with what a person looks for and ends with a new line', () => {
    const text = renderJson(failed);
    expect(text.slice(0, 60)).toMatch(/^\{\n {2}"version": 1,\n {2}"verdict": "fail",\n {2}"sentence": /);
    expect(text).toMatch(/\n\}\n$/);
  });
});

/** The same with every key in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
}
