import { formatDuration } from '../model/duration.ts';
import { formatBytes } from '../model/bytes.ts';
import type { Counted, Objective, Where, Window } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import type { Unit } from '../model/unit.ts';

/** A value with its unit, as a person writes it. */
export function quantity(value: number, unit: Unit): string {
  if (unit === 'ms') return formatDuration(value);
  if (unit === 'share') return `${percentage(value)} %`;
  if (unit === 'users') return `${value} users`;
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'ms/h' || unit === 'share/h' || unit === 'bytes/h') return `${quantity(value, growing[unit])}/h`;
  return `${Number(value.toPrecision(4))}${unit === 'number' ? '' : ` ${unit}`}`;
}

const growing = { 'ms/h': 'ms', 'share/h': 'share', 'bytes/h': 'bytes' } as const;

/** Never rounded to 0 or 100 by rounding alone. */
function percentage(share: number): string {
  for (let digits = 2; digits < 8; digits++) {
    const rounded = Number((share * 100).toFixed(digits));
    if ((rounded !== 0 || share === 0) && (rounded !== 100 || share === 1)) return String(rounded);
  }
  return String(share * 100);
}

/** `4.81 s against at most 2.5 s`; with more digits where rounding would make two different values look the same. */
export function against(observed: number, limit: number, unit: Unit, atMost: boolean): string {
  const side = atMost ? 'at most' : 'at least';
  let [left, right] = [quantity(observed, unit), quantity(limit, unit)];
  if (left === right && observed !== limit) {
    const [scale, suffix] = unit === 'share' ? [100, ' %'] : [1, unit === 'number' ? '' : ` ${unit}`];
    [left, right] = [
      `${Number((observed * scale).toPrecision(8))}${suffix}`,
      `${Number((limit * scale).toPrecision(8))}${suffix}`,
    ];
  }
  return `${left} against ${side} ${right}`;
}

/** `p95 of response_time of checkout with status 5xx`. */
export function subject({
  metric,
  stat,
  steps,
  where = {},
}: Pick<ObjectiveResult, 'metric' | 'stat' | 'steps'> & { readonly where?: Where }): string {
  const what = stat === null ? metric : `${stat} of ${metric}`;
  const ofSteps = steps === null ? '' : ` of ${steps.length > 3 ? `${steps.length} steps` : list(steps)}`;
  return `${what}${ofSteps}${Object.keys(where).length === 0 ? '' : ` with ${describeWhere(where)}`}`;
}

/** The metric; of a ratio what it is of: `retries per throughput with step checkout`. */
export function metricText({ metric, ratio }: Pick<Objective, 'metric' | 'ratio'>): string {
  if (ratio === undefined) return metric;
  const text = (count: Counted) =>
    Object.keys(count.where).length === 0 ? count.metric : `${count.metric} with ${describeWhere(count.where)}`;
  return `${text(ratio.of)} per ${text(ratio.per)}`;
}

/** `status 5xx and country not de or fr`. */
export function describeWhere(where: Where): string {
  return list(Object.entries(where).map(([key, { not, names }]) => `${key} ${not ? 'not ' : ''}${names.join(' or ')}`));
}

/** `all through 1 min`, `in windows of 30 s`. */
export function describeWindow({ kind, lengthMs }: Window): string {
  return kind === 'sustained' ? `all through ${formatDuration(lengthMs)}` : `in windows of ${formatDuration(lengthMs)}`;
}

export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const stages: Readonly<Record<string, string>> = {
  steady: 'in steady state',
  warmup: 'in warm-up',
  overload: 'in overload',
  cooldown: 'in cool-down',
  all: 'over the whole run',
};
const aroundFault: Readonly<Record<string, string>> = { fault: 'during', edge: 'at the edges of', recovery: 'after' };

/** `during db-hang`. */
export function when(during: readonly string[]): string {
  return list(during.map(phrase));
}

function phrase(phase: string): string {
  const [kind = '', fault = ''] = phase.split(':', 2);
  return stages[phase] ?? `${aroundFault[kind] ?? kind} ${fault === '*' ? 'faults' : fault}`;
}

/** The limit that decided. */
export function decisiveLimit(result: Pick<ObjectiveResult, 'verdict' | 'target' | 'critical'>): number {
  const { verdict, target, critical } = result;
  return verdict === 'fail' && critical !== null ? critical : target;
}

/** `during db-hang, p95 of response_time 4.81 s against at most 2.5 s (checkout is fast)`. */
export function describe(result: ObjectiveResult): string {
  return `${when(result.during)}, ${finding(result)} (${result.name})`;
}

function finding(result: ObjectiveResult): string {
  const { verdict, kind, observed, observedHigh, unit, atMost, reason, window } = result;
  if (kind === 'recovery' || observed === null || (verdict !== 'fail' && verdict !== 'warn')) return reason;
  const limit = decisiveLimit(result);
  const worse = atMost && observed <= limit ? (observedHigh ?? observed) : observed;
  const how = window === null ? '' : ` ${describeWindow(window)}`;
  return `${subject(result)} ${worse === observed ? '' : 'up to '}${against(worse, limit, unit, atMost)}${how}`;
}
