import type { RunRecord, Series } from '../model/record.ts';
import type { ThresholdResult } from '../model/verdict.ts';
import type { Evidence } from './evidence.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';

type Operator = '<' | '<=' | '>' | '>=' | '==' | '===' | '!=';

/** One of k6's: `p(95)<500`. */
interface Expression {
  readonly aggregate: string;
  readonly operator: Operator;
  readonly limit: number;
}

/**
 * The thresholds of a plain script, computed from the record where their metric is in it: over the whole run, as k6
 * would. They are information: k6 passes those without samples, and knows no phases.
 *
 * `http_req_duration` is taken from our response time, which counts waiting for a connection as well.
 */
export function thresholdResults({ series }: RunRecord, { plan, timeline }: Evidence): ThresholdResult[] {
  return (plan.script?.thresholds ?? []).flatMap(({ metric: selector, expressions }) => {
    const { metric, tags } = parseSelector(selector);
    const chosen = seriesOf(metric, tags, series);
    return expressions.map((text): ThresholdResult => {
      const expression = parseExpression(text);
      const observed =
        expression === undefined || chosen.length === 0
          ? null
          : aggregate(metric, expression.aggregate, chosen, timeline.endMs / 1000);
      const holds = expression === undefined || observed === null ? null : compare(observed, expression);
      return { metric: selector, expression: text, observed, holds };
    });
  });
}

type Tags = Readonly<Record<string, string>>;

/** `http_req_duration{name:home,status:200}`, as k6 reads it. */
function parseSelector(selector: string): { metric: string; tags: Tags } {
  const [, metric = selector, inner = ''] = /^([^{]+?)\s*(?:\{(.*)\})?$/.exec(selector) ?? [];
  const pairs = inner.split(',').flatMap((part) => {
    const [, name, value] = /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replace(/^(['"])(.*)\1$/, '$2')] as const];
  });
  return { metric, tags: Object.fromEntries(pairs) };
}

function parseExpression(text: string): Expression | undefined {
  const [, name, operator, limit] =
    /^\s*([a-z]+(?:\(\s*[\d.]+\s*\))?)\s*(<=?|>=?|===?|!=)\s*(-?[\d.]+)\s*$/.exec(text) ?? [];
  if (name === undefined || operator === undefined || limit === undefined) return undefined;
  return { aggregate: name.replace(/\s/g, ''), operator: operator as Operator, limit: Number(limit) };
}

function compare(observed: number, { operator, limit }: Expression): boolean {
  switch (operator) {
    case '<':
      return observed < limit;
    case '<=':
      return observed <= limit;
    case '>':
      return observed > limit;
    case '>=':
      return observed >= limit;
    case '!=':
      return observed !== limit;
    case '==':
    case '===':
      return observed === limit;
  }
}

/** What is recorded of requests as one stands for these of k6's metrics. */
const ofRequests = ['http_req_duration', 'http_req_failed', 'http_reqs'];

function seriesOf(metric: string, tags: Tags, all: readonly Series[]): Series[] {
  const own = all.filter((one) => (ofRequests.includes(metric) ? one.type === 'http' : one.metric === metric));
  return own.filter((one) => Object.entries(tags).every(([name, value]) => tagOf(one, name) === value));
}

/** The recorder calls a request's name its step, and has its outcome apart from its tags. */
function tagOf({ type, failed, tags }: Series, name: string): string | undefined {
  if (name === 'name') return tags['name'] ?? tags['step'];
  if (name === 'expected_response' && type === 'http') return String(!failed);
  return tags[name];
}

function aggregate(metric: string, name: string, series: readonly Series[], seconds: number): number | null {
  const tally = new Tally();
  for (const { cells } of series) for (const cell of cells) tally.add(cell);
  if (metric === 'http_reqs') return ofCounter(name, tally.count, seconds);
  if (metric === 'http_req_failed') {
    const failed = series.filter((one) => one.failed).flatMap(({ cells }) => [...cells]);
    return name === 'rate' ? failed.reduce((sum, { count }) => sum + count, 0) / tally.count : null;
  }
  switch (series[0]?.type) {
    case 'http':
    case 'trend':
      return ofTimes(name, tally);
    case 'counter':
      return ofCounter(name, sumOf(series) / 1000, seconds);
    case 'rate':
      return name === 'rate' ? tally.nonzero / tally.count : null;
    case 'gauge':
      return name === 'value' ? lastOf(series) / 1000 : null;
    case undefined:
      return null;
  }
}

function ofTimes(name: string, tally: Tally): number | null {
  if (tally.timed === 0) return null;
  const percent = /^p\(([\d.]+)\)$/.exec(name)?.[1] ?? (name === 'med' ? '50' : undefined);
  if (percent !== undefined) return (percentile(tally, Number(percent))?.value ?? 0) / 1000;
  if (name === 'avg') return tally.sum / tally.timed / 1000;
  if (name === 'min') return tally.min / 1000;
  if (name === 'max') return tally.max / 1000;
  return null;
}

function ofCounter(name: string, total: number, seconds: number): number | null {
  if (name === 'count') return total;
  return name === 'rate' && seconds > 0 ? total / seconds : null;
}

function sumOf(series: readonly Series[]): number {
  return series.flatMap(({ cells }) => [...cells]).reduce((total, { sum }) => total + sum, 0);
}

function lastOf(series: readonly Series[]): number {
  const cells = series.flatMap((one) => [...one.cells]);
  return cells.reduce((latest, cell) => (cell.endMs >= latest.endMs ? cell : latest)).sum;
}
