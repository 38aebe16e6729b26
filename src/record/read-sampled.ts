import type { SampledSeries } from '../model/record.ts';
import { runFiles } from './run-folder.ts';
import { sampledLineOf, sampledVersion } from './sampled-line.ts';

/** Reads `sampled.ndjson`; lines that are damaged are named in `problems`, the rest is read. */
export function readSampled(text: string): { sampled: SampledSeries[]; problems: string[] } {
  const byId = new Map<number, SampledSeries & { readonly points: [number, number][] }>();
  const problems: string[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line !== '' && !readLine(line)) problems.push(`${runFiles.sampled} line ${index + 1} cannot be read`);
  }
  return { sampled: [...byId.values()], problems };

  function readLine(line: string): boolean {
    const value = sampledLineOf(line);
    if (value instanceof Array) return byId.get(value[0])?.points.push([value[1], value[2]]) !== undefined;
    if (value === undefined || !('id' in value)) return value?.version === sampledVersion;
    const { id, ...head } = value;
    byId.set(id, { ...head, points: [] });
    return true;
  }
}
