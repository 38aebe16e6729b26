import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import { cellWidth } from '../../report/terminal-table.ts';
import type { LoadState } from '../../run/progress.ts';
import type { LiveObjective, Standing } from '../../verdict/live-objectives.ts';
import { buildRecord } from '../../verdict/testing/record-builder.ts';
import { painter } from './paint.ts';
import { renderView } from './view.ts';

const { plan } = buildRecord({
  durationMs: 300_000,
  faults: [{ id: 'db-hang', startMs: 120_000, endMs: 150_000 }],
}).manifest;

const objective = (name: string, standing: Standing = 'holds'): LiveObjective => ({
  name,
  standing,
  observed: standing === 'idle' ? null : 412,
  unit: 'ms',
  atMost: true,
  relative: null,
  target: 500,
});

const state: LoadState = {
  elapsedMs: 130_000,
  totalMs: 300_000,
  settledMs: 129_000,
  phase: 'fault:db-hang',
  level: 30,
  users: 28,
  passesPerSecond: null,
  requests: 12_345,
  requestsPerSecond: 123.4,
  p50Ms: 12,
  p95Ms: 1234,
  p99Ms: 2345,
  errorRate: 0.034,
  errors: [
    { kind: 'timeout', recent: 12, total: 45 },
    { kind: 'status', recent: 0, total: 8 },
  ],
  p95History: Array.from({ length: 60 }, (_, i) => (i === 30 ? null : i * 10)),
  faults: [{ id: 'db-hang', felt: true, leftMs: 19_400 }],
  nextFault: { id: 'ai-hang', inMs: 41_000 },
  objectives: [
    objective('pages p95'),
    objective('few errors', 'missed'),
    objective('critical only', 'warns'),
    objective('too few to tell', 'unknown'),
    objective('pages bear a slow database', 'idle'),
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => objective(name)),
  ],
};

const plainPaint = painter(false);
function render(columns: number, rows: number, more: Partial<LoadState> = {}, of: Plan = plan): string[] {
  return renderView(of, { ...state, ...more }, { columns, rows, paint: plainPaint, keys: true });
}
const screen = (...size: Parameters<typeof render>): string => render(...size).join('\n');

describe('the view', () => {
  it('shows everything where there is room', () => {
    const text = screen(120, 40);
    for (const words of [
      'shop-proof  fault:db-hang',
      '2:10 of 5:00, 2:50 left',
      '28 of 30 users',
      '123 req/s',
      'p50 12 ms',
      'p95 1.23 s',
      'p99 2.35 s',
      'errors 3.4 %',
      'up to 590 ms in the last 60 s',
      'timeout 12 (45 in all)  status none now (8 in all)',
      '● db-hang 20 s left  next ai-hang in 41 s',
      '✓  pages p95',
      '✗  few errors',
      '!  critical only',
      '?  too few to tell',
      '·  pages bear a slow database',
      '412 ms',
      '≤ 500 ms',
      '+18 %',
      'q ends the run now',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('fits any terminal, whatever the names are', () => {
    const names = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constant('データベース停止\u001b[31m\u0007'),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }), names, (columns, rows, name) => {
        const named: Partial<LoadState> = {
          phase: `fault:${name}`,
          faults: [{ id: name, felt: false, leftMs: 500 }],
          nextFault: { id: name, inMs: 500 },
          errors: [{ kind: name, recent: 1, total: 1 }],
          objectives: state.objectives.map((one) => ({ ...one, name })),
        };
        const lines = render(columns, rows, named, { ...plan, experiment: name });
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows));
        for (const line of lines) {
          expect(cellWidth(line)).toBeLessThan(Math.max(2, columns));
          expect(line).not.toMatch(/[\u0000-\u001f\u007f]/);
        }
      }),
    );
  });

  it('keeps what is missed and what is on where there are few rows', () => {
    const text = screen(60, 10);
    for (const words of ['fault:db-hang', 'p95 1.23 s', '● db-hang', '✗', '!']) expect(text).toContain(words);
    expect(text).toMatch(/… \d+ more/);
  });

  it('leaves out limits and margins, not values and signs, where lines are short', () => {
    const text = screen(34, 40);
    expect(text).toMatch(/✗ {2}few errors +412 ms/);
    expect(text).not.toContain('+18 %');
    expect(text).toMatch(/^fault:db-hang .*2:50 left$/m);
  });

  it('says the same without colour', () => {
    const options = { columns: 100, rows: 40, keys: true };
    const coloured = renderView(plan, state, { ...options, paint: painter(true) }).join('\n');
    expect(coloured).toContain('\u001b[31m');
    expect(coloured.replace(/\u001b\[\d*m/g, '')).toBe(
      renderView(plan, state, { ...options, paint: plainPaint }).join('\n'),
    );
  });

  it.each([
    ['a fault that heals', { faults: [{ id: 'db-hang', felt: true, leftMs: 0 }] }, '● db-hang healing'],
    ['a fault that nobody felt yet', { faults: [{ id: 'x', felt: false, leftMs: 900 }] }, '● x not felt yet, 1 s left'],
    ['that no fault is on', { faults: [] }, 'none on  next ai-hang'],
    ['that none is to come', { faults: [], nextFault: null }, 'none to come'],
    ['that nothing failed', { errors: [], errorRate: 0 }, 'errors  none'],
    ['that nothing was answered', { p95Ms: null, p95History: [null, null] }, 'no answers yet'],
    ['that the load is over', { elapsedMs: 301_000 }, '5:00 of 5:00, ending'],
    ['users as they are meant', { users: 30 }, 'now     30 users'],
  ])('tells %s', (_, more, words) => {
    expect(screen(100, 40, more)).toContain(words);
  });

  it('tells the arrivals of an open load', () => {
    const open: Plan = { ...plan, profile: { ...plan.profile, model: 'open' } };
    expect(screen(100, 40, { passesPerSecond: 29.5 }, open)).toContain('30 arrivals/s, 29.5 began');
  });
});
