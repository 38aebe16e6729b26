import type { Cell, SeriesType } from './record.ts';

/** Version of the recorder's stream that this program reads. */
export const streamVersion = 1;

/** The last line of a whole stream: what the recorder says it wrote. */
export interface StreamEnd {
  readonly requests: number;
  readonly cells: number;
  readonly series: number;
  /** Samples that belonged to series beyond the recorder's bound. */
  readonly dropped: number;
  readonly error: string | null;
}

export type StreamLine =
  | { readonly kind: 'header'; readonly version: number; readonly t0: number }
  | {
      readonly kind: 'series';
      readonly id: number;
      readonly metric: string;
      readonly type: SeriesType;
      readonly failed: boolean;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'cell'; readonly id: number; readonly numbers: readonly unknown[] }
  | ({ readonly kind: 'end' } & StreamEnd);

const types: readonly string[] = ['http', 'trend', 'counter', 'rate', 'gauge'] satisfies SeriesType[];

/** One line of the recorder's stream; undefined when it is none (cut off, damaged). */
export function decodeStreamLine(line: string): StreamLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) {
    const id: unknown = value[0];
    return typeof id === 'number' ? { kind: 'cell', id, numbers: value } : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const number = (key: string): number => (typeof fields[key] === 'number' ? fields[key] : 0);
  if (fields['end'] === true) {
    return {
      kind: 'end',
      requests: number('requests'),
      cells: number('cells'),
      series: number('series'),
      dropped: number('dropped'),
      error: typeof fields['error'] === 'string' ? fields['error'] : null,
    };
  }
  if (typeof fields['version'] === 'number') return { kind: 'header', version: fields['version'], t0: number('t0') };
  const { metric, type, tags } = fields;
  if (typeof fields['id'] !== 'number' || typeof metric !== 'string' || typeof type !== 'string') return undefined;
  if (!types.includes(type)) return undefined;
  return {
    kind: 'series',
    id: fields['id'],
    metric,
    type: type as SeriesType,
    failed: fields['failed'] === true,
    tags: (typeof tags === 'object' && tags !== null ? tags : {}) as Record<string, string>,
  };
}

/** How many numbers a cell of each type has before its histogram; http and trend have one behind them. */
const lengths: Record<SeriesType, number> = { http: 15, trend: 8, counter: 5, rate: 5, gauge: 7 };

const none: readonly number[] = [];

/** The numbers of a cell line, given its series' type; undefined when the line does not fit the type. */
export function decodeCell(type: SeriesType, numbers: readonly unknown[]): Cell | undefined {
  const at = (index: number): number => {
    const value = numbers[index];
    return typeof value === 'number' ? value : NaN;
  };
  const histogram = type === 'http' || type === 'trend' ? numbers[lengths[type]] : none;
  if (numbers.length !== lengths[type] + (histogram === none ? 0 : 1) || !Array.isArray(histogram)) return undefined;
  const timed = type === 'http' || type === 'trend';
  const cell: Cell = {
    startMs: at(1),
    endMs: at(2),
    count: at(3),
    timed: timed ? at(4) : 0,
    sum: timed ? at(5) : type === 'counter' ? at(4) : 0,
    min: timed ? at(6) : type === 'gauge' ? at(5) : 0,
    max: timed ? at(7) : type === 'gauge' ? at(6) : 0,
    histogram: histogram as readonly number[],
    nonzero: type === 'rate' ? at(4) : 0,
  };
  return Number.isFinite(cell.startMs + cell.endMs + cell.count + cell.sum + cell.min + cell.max) ? cell : undefined;
}
