import type { SampledSeries } from '../model/record.ts';
import { runFiles } from './run-folder.ts';
import { sampledLineOf, sampledVersion } from './sampled-line.ts';
import { scanPoint } from './scan-point.ts';

const newline = 0x0a;

/** Reads `sampled.ndjson`; lines that are damaged are named in `problems`, the rest is read. */
export function readSampled(bytes: Uint8Array): { sampled: SampledSeries[]; problems: string[] } {
  const byId = new Map<number, SampledSeries & { readonly points: [number, number][] }>();
  const problems: string[] = [];
  let [from, line] = [0, 0];
  while (from < bytes.length) {
    const found = bytes.indexOf(newline, from);
    const to = found === -1 ? bytes.length : found;
    line += 1;
    if (from < to && !readLine(bytes, from, to)) problems.push(`${runFiles.sampled} line ${line} cannot be read`);
    from = to + 1;
  }
  return { sampled: [...byId.values()], problems };

  function readLine(bytes: Uint8Array, from: number, to: number): boolean {
    const value = scanPoint(bytes, from, to) ?? sampledLineOf(new TextDecoder().decode(bytes.subarray(from, to)));
    if (value instanceof Array) return byId.get(value[0])?.points.push([value[1], value[2]]) !== undefined;
    if (value === undefined || !('id' in value)) return value?.version === sampledVersion;
    const { id, ...head } = value;
    byId.set(id, { ...head, points: [] });
    return true;
  }
}
