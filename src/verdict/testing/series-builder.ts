import { Cells } from '../../model/cells.ts';
import { bucketOf } from '../../model/histogram.ts';
import { bucketsOf } from '../../model/testing/buckets.ts';
import { packHistogram, type PackedHistogram } from '../../model/packed-histogram.ts';
import type { Cell } from '../../model/cell.ts';
import type { Series, SeriesHead, SeriesType } from '../../model/record.ts';
import type { Span } from '../../model/timeline.ts';

// Series for tests, as the recorder would have written them.

/** One request, which is also one step. */
export interface RawRequest {
  readonly startMs: number;
  /** Null: it got no connection and has no time. */
  readonly tookMs: number | null;
  readonly step?: string;
  readonly failed?: boolean;
  /** Outcomes of its checks. */
  readonly checks?: readonly boolean[];
}

/** As the recorder does it: every series keeps cells by start slot and end slot. */
export function fold(requests: readonly RawRequest[], fine: readonly Span[], plain: boolean): Series[] {
  const slotOf = (ms: number): number => {
    const length = fine.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs) ? 100 : 1000;
    return Math.floor(ms / length) * length;
  };
  const heads = new Map<string, SeriesHead>();
  const cells = new Map<string, Map<string, Cell>>();
  const put = (type: SeriesType, metric: string, tags: Record<string, string>, request: RawRequest, good: boolean) => {
    const name = `${type} ${metric} ${JSON.stringify(tags)} ${good || type === 'rate'}`;
    const own = cells.get(name) ?? new Map<string, Cell>();
    if (own.size === 0) {
      heads.set(name, { id: heads.size, metric, type, failed: type === 'http' && !good, tags });
      cells.set(name, own);
    }
    const startMs = slotOf(request.startMs);
    const endMs = slotOf(request.startMs + (request.tookMs ?? 0));
    const key = `${startMs} ${endMs}`;
    const us = type === 'rate' || request.tookMs === null ? null : Math.round(request.tookMs * 1000);
    const old = own.get(key) ?? cellOf({ startMs, endMs });
    const cell = cellOf({ ...old, count: old.count + 1, nonzero: old.nonzero + (type === 'rate' && good ? 1 : 0) });
    own.set(key, us === null ? cell : withTime(cell, us));
  };
  for (const request of requests) {
    const { step = 'browse', failed = false, checks = [] } = request;
    const tags: Record<string, string> = plain ? {} : { step };
    put('http', 'http', tags, request, !failed);
    if (!plain) put('trend', 'step_duration', { ...tags, outcome: failed ? 'failed' : 'ok' }, request, !failed);
    for (const check of checks) put('rate', 'checks', { ...tags, check: 'it is right' }, request, check);
  }
  return [...heads].map(([name, head]) => ({ ...head, cells: Cells.of(cells.get(name)?.values() ?? []) }));
}

export function cellOf({ histogram = [], ...cell }: LooseCell): Cell {
  const none = { startMs: 0, endMs: 0, count: 0, timed: 0, sum: 0, min: 0, max: 0, nonzero: 0 };
  return { ...none, ...cell, histogram: 'bytes' in histogram ? histogram : packHistogram(histogram) };
}

/** What is left out is 0. A histogram may be told as `[firstIndex, count, gap, count, …]`. */
export type LooseCell = Partial<Omit<Cell, 'histogram'>> & { histogram?: readonly number[] | PackedHistogram };

/** A series of one value after the other, a second apart, as the recorder would write it. */
export function seriesOf(
  metric: string,
  type: SeriesType,
  values: readonly number[],
  tags: Record<string, string> = {},
): Series {
  const cells = values.map((value, second) => {
    const at = { startMs: second * 1000, endMs: second * 1000, count: 1 };
    const thousandths = Math.round(value * 1000);
    if (type === 'counter') return cellOf({ ...at, sum: thousandths });
    if (type === 'rate') return cellOf({ ...at, nonzero: value === 0 ? 0 : 1 });
    if (type === 'gauge') return cellOf({ ...at, timed: 1, min: thousandths, max: thousandths });
    return value > 0 ? withTime(cellOf(at), thousandths) : cellOf(at);
  });
  return { id: -1, metric, type, failed: false, tags, cells: Cells.of(cells) };
}

function withTime(cell: Cell, us: number): Cell {
  const buckets = new Map(bucketsOf(cell.histogram));
  buckets.set(bucketOf(us), (buckets.get(bucketOf(us)) ?? 0) + 1);
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const histogram = sorted.flatMap(([at, count], i) => [at - (i === 0 ? 0 : (sorted[i - 1]?.[0] ?? 0)), count]);
  const first = cell.timed === 0;
  return {
    ...cell,
    timed: cell.timed + 1,
    sum: cell.sum + us,
    min: first ? us : Math.min(cell.min, us),
    max: first ? us : Math.max(cell.max, us),
    histogram: packHistogram(histogram),
  };
}
