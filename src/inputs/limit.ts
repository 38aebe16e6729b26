import type { BreakpointObjective } from '../model/slo.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import type { MetricUnit } from '../model/metric.ts';

/** How a limit is written in each unit. */
export const limitHints = {
  ms: 'expected a time such as 300ms or 1.5s',
  share: 'expected a share such as 1% or 0.5%',
  '/s': 'expected so many a second, such as 100/s',
  number: 'expected a number such as 20 or 0.5',
} satisfies Record<MetricUnit, string>;

export interface WrittenLimit {
  /** Undefined where the text does not say it. */
  readonly atMost: boolean | undefined;
  /** Without it. */
  readonly text: string;
}

/** `at least 100/s`, `at most 5`, or only the limit. */
export function splitLimit(written: string): WrittenLimit {
  const [, side, text = ''] = /^(?:at (most|least) )?(.*)$/s.exec(written) ?? [];
  return { atMost: side === undefined ? undefined : side === 'most', text };
}

/** A limit in its unit: ms, a share from 0 to 1, a number a second, or a number. */
export function parseLimit(text: string, unit: MetricUnit): number | undefined {
  switch (unit) {
    case 'ms':
      return parseDuration(text);
    case 'share': {
      const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
      return match === null || Number(match[1]) > 100 ? undefined : Number(match[1]) / 100;
    }
    case '/s': {
      const match = /^(\d+(?:\.\d+)?)\s*\/s$/.exec(text);
      return match === null ? undefined : Number(match[1]);
    }
    case 'number':
      return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  }
}

/** A limit as it is written in an SLO file. */
export function formatLimit(limit: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(limit);
    case 'share':
      return `${Number((limit * 100).toPrecision(6))}%`;
    case '/s':
      return `${limit}/s`;
    case 'number':
      return String(limit);
  }
}

/** The load that a breakpoint is not to lie below. */
export function parseLevel(text: string): Pick<BreakpointObjective, 'target' | 'unit'> | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(users?|\/s)$/.exec(text) ?? [];
  const target = Number(amount);
  if (target === 0 || (unit !== '/s' && !Number.isInteger(target))) return undefined;
  return { target, unit: unit === '/s' ? '/s' : 'users' };
}

/** A load as it is written in an SLO file. */
export function formatLevel({ target, unit }: Pick<BreakpointObjective, 'target' | 'unit'>): string {
  return unit === '/s' ? `${target}/s` : `${target} ${target === 1 ? 'user' : 'users'}`;
}
