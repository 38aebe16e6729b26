import { isAtMost, metricOf, unitOf, type MetricUnit } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import type { Asked } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import { limitHints, parseLimit, parseMultiple, splitLimit } from './limit.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

type Field = 'target' | 'critical';

/** The limits of an objective in their unit, and which side of them is right. */
export function checkLimits(
  written: WrittenObjective,
  asked: Asked,
  what: string,
  at: PlaceOf,
  problems: Problems,
): Pick<Objective, 'target' | 'critical' | 'atMost' | 'relativeTo'> | undefined {
  const before = problems.count;
  const side = splitLimit(written.target).atMost;
  const atMost = isAtMost({ ...asked, atMost: side });
  const unit = unitOf(metricOf(asked), asked.stat);
  const isRelative = parseMultiple(splitLimit(written.target).text) !== undefined;
  const limit = (field: Field): number | null => {
    const text = written[field];
    return text === undefined
      ? null
      : checkLimit(text, { unit, atMost, isRelative, metric: asked.metric, what, field }, at, problems);
  };
  const target = limit('target');
  const critical = limit('critical');
  if (target !== null && critical !== null && (atMost ? critical <= target : critical >= target)) {
    problems.add(
      `${what}: critical ${String(written.critical)} is not looser than target ${written.target}`,
      at(['critical']),
      'missing target warns, missing critical fails',
    );
  }
  if (isRelative) checkRelative(written, what, at, problems);
  if (problems.count > before || target === null) return undefined;
  return {
    ...{ target, critical },
    ...(side === undefined ? {} : { atMost: side }),
    ...(isRelative ? { relativeTo: 'steady' } : {}),
  };
}

/** What is compared with itself holds or not whatever the run does. */
function checkRelative({ during, window }: WrittenObjective, what: string, at: PlaceOf, problems: Problems): void {
  const wrong = (message: string, hint: string) => problems.add(`${what}: ${message}`, at(['target']), hint);
  const isOfItself = [during].flat().some((phase) => phase === 'steady' || phase === 'all');
  if (isOfItself && window === undefined)
    wrong('the target compares steady state with itself', 'say during: another phase, or give a window');
}

interface Limit {
  readonly unit: MetricUnit;
  readonly atMost: boolean;
  /** Whether the target is a multiple of another value. */
  readonly isRelative: boolean;
  readonly metric: string;
  readonly what: string;
  readonly field: Field;
}

function checkLimit(
  written: string,
  { unit, atMost, isRelative, metric, what, field }: Limit,
  at: PlaceOf,
  problems: Problems,
): number | null {
  const { atMost: side, text } = splitLimit(written);
  const multiple = parseMultiple(text);
  const value = multiple ?? parseLimit(text, unit);
  const wrong = (message: string, hint?: string) => problems.add(`${what}: ${field} is ${message}`, at([field]), hint);
  if (side !== undefined && side !== atMost) {
    wrong(`"${written}", and the target is at ${atMost ? 'most' : 'least'} so much`, 'both limits are on one side');
    return null;
  }
  if ((multiple !== undefined) !== isRelative) {
    wrong(`"${written}"`, 'target and critical are both multiples of steady, or neither is');
    return null;
  }
  if (value === undefined) {
    wrong(`"${written}"`, limitHint(text, unit, metric));
  } else if (value === 0 && atMost && unit === 'ms') {
    wrong('0, which no run can be judged by');
  } else if (atMost ? value === 1 && unit === 'share' && !isRelative : value === 0) {
    wrong(`${written}, which every value meets`);
  }
  return value ?? null;
}

function limitHint(text: string, unit: MetricUnit, metric: string): string {
  if (/^[<>=≤≥]/.test(text)) return 'a limit is the most that is allowed, or says "at least": write it without a sign';
  if (/^\d+(\.\d+)?\s*x/.test(text)) return 'only steady state can be multiplied, such as 3x steady';
  return `${limitHints[unit]}, since it limits ${metric}`;
}
