import type { BreakpointObjective } from '../model/slo.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import type { MetricUnit } from '../model/metric.ts';
import { formatBytes, parseBytes } from '../model/bytes.ts';

/** How a limit is written in each unit. */
export const limitHints = {
  ms: 'expected a time such as 300ms or 1.5s',
  share: 'expected a share such as 1% or 0.5%',
  '/s': 'expected so many a second, such as 100/s',
  '/min': 'expected so many a minute, such as 10/min',
  number: 'expected a number such as 20 or 0.5',
  bytes: 'expected a size such as 512MB or 1.5GB',
  'ms/h': 'expected a growth an hour such as 10ms/h',
  'share/h': 'expected a growth an hour such as 1%/h',
  '/h': 'expected a growth an hour such as 20/h',
  'bytes/h': 'expected a growth an hour such as 10MB/h',
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

/** 3 of `3x steady`: a multiple of what the same is in steady state. */
export function parseMultiple(text: string): number | undefined {
  const [, times] = /^(\d+(?:\.\d+)?)\s*x\s+steady$/.exec(text) ?? [];
  return times === undefined ? undefined : Number(times);
}

/** A limit in its unit: ms, a share from 0 to 1, a number a second or a minute, bytes, a growth an hour, or a number. */
export function parseLimit(text: string, unit: MetricUnit): number | undefined {
  switch (unit) {
    case 'ms':
      return parseDuration(text);
    case 'share': {
      const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
      return match === null || Number(match[1]) > 100 ? undefined : Number(match[1]) / 100;
    }
    case '/s':
    case '/min':
    case '/h': {
      const amount = before(text, unit);
      return amount === undefined ? undefined : parseLimit(amount, 'number');
    }
    case 'number':
      return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
    case 'bytes':
      return parseBytes(text);
    case 'ms/h':
    case 'share/h':
    case 'bytes/h': {
      const amount = before(text, '/h');
      return amount === undefined ? undefined : parseLimit(amount, unit.slice(0, -2) as 'ms' | 'share' | 'bytes');
    }
  }
}

/** What stands before a unit. */
function before(text: string, unit: string): string | undefined {
  return text.endsWith(unit) ? text.slice(0, -unit.length).trimEnd() : undefined;
}

/** A limit as it is written in an SLO file. */
export function formatLimit(limit: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(limit);
    case 'share':
      return `${Number((limit * 100).toPrecision(6))}%`;
    case '/s':
    case '/min':
    case '/h':
      return `${limit}${unit}`;
    case 'number':
      return String(limit);
    case 'bytes':
      return formatBytes(limit);
    case 'ms/h':
    case 'share/h':
    case 'bytes/h':
      return `${formatLimit(limit, unit.slice(0, -2) as 'ms' | 'share' | 'bytes')}/h`;
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
