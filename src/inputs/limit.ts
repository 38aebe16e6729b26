import type { BreakpointObjective } from '../model/slo.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';

type Unit = 'ms' | 'share' | '/s';

export const limitHints: Record<Unit, string> = {
  ms: 'expected a time such as 300ms or 1.5s',
  share: 'expected a share such as 1% or 0.5%',
  '/s': 'expected requests a second such as 100/s',
};

/** A limit in the metric's unit: ms, a share from 0 to 1, or a number a second. */
export function parseLimit(text: string, unit: Unit): number | undefined {
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
  }
}

/** A limit as it is written in an SLO file. */
export function formatLimit(limit: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(limit);
    case 'share':
      return `${Number((limit * 100).toPrecision(6))}%`;
    case '/s':
      return `${limit}/s`;
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
