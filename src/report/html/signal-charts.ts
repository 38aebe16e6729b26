import type { ObjectiveResult, Verdict } from '../../model/verdict.ts';
import type { Unit } from '../../model/unit.ts';
import type { SignalResult } from '../../model/course.ts';
import { formatValue } from '../format.ts';
import { plain } from '../plain-text.ts';
import { hasLimit } from '../wording.ts';

/** What services told, by metric: a chart each. */
export interface SignalChart {
  readonly title: string;
  readonly unit: Unit;
  /** Seconds since t0 at which any of the lines has a point. */
  readonly x: readonly number[];
  /**
   * One for each service, state, or whatever tells the readings apart. Null: another line has a point there; `gap`: this
   * one was not told for a while.
   */
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null | 'gap')[] }[];
  readonly limits: readonly { readonly label: string; readonly at: number }[];
}

/** A page has room for so many; those that objectives are about come first. */
const mostCharts = 16;
/** More lines cannot be told apart. */
const mostLines = 6;

export function signalCharts({ signals, objectives }: Pick<Verdict, 'signals' | 'objectives'>): SignalChart[] {
  const judged = new Set(objectives.map(({ metric }) => metric));
  const names = [...new Set(signals.map(({ name }) => name))];
  const first = [...names.filter((name) => judged.has(name)), ...names.filter((name) => !judged.has(name))];
  return first.slice(0, mostCharts).map((name) => {
    const own = objectives.filter(({ metric }) => metric === name);
    return chartOf(signals.filter((signal) => signal.name === name).slice(0, mostLines), own);
  });
}

function chartOf(signals: readonly SignalResult[], objectives: readonly ObjectiveResult[]): SignalChart {
  const [{ name, unit } = { name: '', unit: 'number' as const }] = signals;
  const moments = [...new Set(signals.flatMap(({ points }) => points.map(([atMs]) => atMs)))].sort((a, b) => a - b);
  // Of a stretch the value that is nearer to its limit is drawn.
  const isLeast = objectives.some(({ atMost }) => !atMost) && objectives.every(({ atMost }) => !atMost);
  return {
    title: plain(name).replaceAll('_', ' '),
    unit,
    x: moments.map((ms) => ms / 1000),
    lines: signals.map(({ labels, points }) => {
      const at = new Map(points.map(([ms, least, most]) => [ms, isLeast ? least : most]));
      const own = points.map(([ms]) => ms);
      return { label: labelOf(labels), values: moments.map((ms) => at.get(ms) ?? (isInGap(ms, own) ? 'gap' : null)) };
    }),
    limits: limitsOf(objectives, unit),
  };
}

/** Whether a moment lies between two points that are farther apart than any two neighbours usually are. */
function isInGap(ms: number, own: readonly number[]): boolean {
  const steps = own.slice(1).map((at, i) => at - (own[i] ?? at));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Infinity;
  const next = own.findIndex((at) => at > ms);
  return next > 0 && (own[next] ?? 0) - (own[next - 1] ?? 0) > 2.5 * usual;
}

function labelOf(labels: SignalResult['labels']): string {
  return plain(Object.values(labels).join(' ')) || 'value';
}

/** The same limit of several objectives is one line; slopes are no values. */
function limitsOf(objectives: readonly ObjectiveResult[], unit: Unit): SignalChart['limits'] {
  const limits = new Map<string, { label: string; at: number }>();
  for (const one of objectives) {
    if (one.unit !== unit || !hasLimit(one) || one.verdict === 'not-evaluated') continue;
    const label = `${one.atMost ? '≤' : '≥'} ${formatValue(one.target, unit)}`;
    limits.set(label, { label, at: one.target });
  }
  return [...limits.values()];
}
