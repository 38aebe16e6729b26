import type { SeriesHead, SeriesType } from './record.ts';

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

/** A line that is no cell. */
export type StreamLine =
  | { readonly kind: 'header'; readonly version: number }
  | { readonly kind: 'series'; readonly head: SeriesHead }
  | { readonly kind: 'end'; readonly end: StreamEnd };

const types: readonly string[] = ['http', 'trend', 'counter', 'rate', 'gauge'] satisfies SeriesType[];

/** A line of the recorder's stream that is no cell; undefined when it is none of them (cut off, damaged). */
export function decodeStreamLine(line: string): StreamLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const number = (key: string): number => (typeof fields[key] === 'number' ? fields[key] : 0);
  if (fields['end'] === true) {
    const end = {
      requests: number('requests'),
      cells: number('cells'),
      series: number('series'),
      dropped: number('dropped'),
      error: typeof fields['error'] === 'string' ? fields['error'] : null,
    };
    return { kind: 'end', end };
  }
  if (typeof fields['version'] === 'number') return { kind: 'header', version: fields['version'] };
  const { id, metric, type, tags } = fields;
  if (typeof id !== 'number' || typeof metric !== 'string' || typeof type !== 'string') return undefined;
  if (!types.includes(type)) return undefined;
  const head: SeriesHead = {
    id,
    metric,
    type: type as SeriesType,
    failed: fields['failed'] === true,
    ...(fields['astray'] === true ? { astray: true } : {}),
    tags: (typeof tags === 'object' && tags !== null ? tags : {}) as Record<string, string>,
  };
  return { kind: 'series', head };
}
