import { describe, expect, test } from 'vitest';
import { excuseUnanswered } from './excuse.ts';
import { buildRecord } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

describe('what an invalid run excuses', () => {
  const step = (tags: Record<string, string>, metric = 'step_duration') => seriesOf(metric, 'trend', [1], tags);
  const excused = (series: ReturnType<typeof seriesOf>) => {
    const [after] = excuseUnanswered(buildRecord({ series: [series] })).series;
    return after === series ? 'as it was' : after;
  };

  test('is a step that got no answer', () => {
    const timedOut = step({ step: 'browse', outcome: 'failed', kind: 'timeout' });
    const tags = { step: 'browse', outcome: 'ok', kind: 'timeout' };
    expect(excused(timedOut)).toEqual({ ...timedOut, tags });
  });

  test.each([
    ['a step that was answered', step({ outcome: 'failed', kind: 'status' })],
    ['a step that was limited', step({ outcome: 'limited', kind: 'timeout' })],
    ['what else is told of failures', step({ outcome: 'failed', kind: 'timeout' }, 'retries')],
  ])('is not %s', (_, series) => {
    expect(excused(series)).toBe('as it was');
  });

  test.each<[string | undefined, boolean]>([
    ['1050', true],
    ['1399', true],
    ['1400', false],
    ['1599', false],
    ['1600', true],
    ['0', false],
    ['-1', false],
    [undefined, false],
  ])('of requests with error code %s: %s', (code, isExcused) => {
    const tags: Record<string, string> = code === undefined ? {} : { error_code: code };
    const failed = { ...seriesOf('http', 'http', [1], tags), failed: true };
    expect(excused(failed)).toEqual(isExcused ? { ...failed, failed: false } : 'as it was');
  });

  test('is no request that succeeded', () => {
    expect(excused(seriesOf('http', 'http', [1], { error_code: '1050' }))).toBe('as it was');
  });
});
