import { z } from 'zod';
import type { SampledHead } from '../model/record.ts';
import { uncompiled } from './uncompiled.ts';

/** Version of `sampled.ndjson` that this program writes and reads. */
export const sampledVersion = 1;

/**
 * The lines of `sampled.ndjson`: a header, one that names a series before its first point, and points.
 *
 * ```
 * {"version":1}
 * {"id":0,"name":"generator_cpu","unit":"number","labels":{}}
 * [0,1003,0.41]                                                  id, ms since t0, value
 * ```
 */
const heading = z.union([
  z.object({
    id: z.number(),
    name: z.string(),
    unit: z.enum(['ms', 'share', '/s', 'number', 'bytes']),
    labels: z.record(z.string(), z.string()),
  }),
  z.object({ version: z.number() }),
]);

export type SampledPoint = readonly [id: number, atMs: number, value: number];

/** What a line says; undefined when it is damaged. */
export function sampledLineOf(line: string): z.infer<typeof heading> | SampledPoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isPoint(value) ? value : heading.safeParse(value, uncompiled).data;
}

function isPoint(value: unknown): value is SampledPoint {
  if (!Array.isArray(value) || value.length !== 3) return false;
  return typeof value[0] === 'number' && typeof value[1] === 'number' && typeof value[2] === 'number';
}

/** Gives the lines of one sample; the first of a series is led by the line that names it. */
export class SampledLines {
  readonly #ids = new Map<string, number>();

  of({ name, unit, labels }: SampledHead, atMs: number, value: number): string {
    const key = `${name} ${JSON.stringify(labels)}`;
    const known = this.#ids.get(key);
    const id = known ?? this.#ids.size;
    const point = `${JSON.stringify([id, Math.round(atMs), rounded(value)])}\n`;
    if (known !== undefined) return point;
    this.#ids.set(key, id);
    return `${JSON.stringify({ id, name, unit, labels })}\n${point}`;
  }
}

/** Six digits are more than anything is sampled with. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(6));
}
