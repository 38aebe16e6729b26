import type { SampledSeries } from '../model/record.ts';
import { runFiles } from './run-folder.ts';
import { sampledLineOf, sampledVersion } from './sampled-line.ts';

/** Reads `sampled.ndjson`; lines that are damaged are named in `problems`, the rest is read. */
export function readSampled(text: string): { sampled: SampledSeries[]; problems: string[] } {
  const byId = new Map<number, SampledSeries & { readonly points: [number, number][] }>();
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const value = sampledLineOf(line);
    if (value instanceof Array) {
      const series = byId.get(value[0]);
      if (series !== undefined) {
        series.points.push([value[1], value[2]]);
        continue;
      }
    } else if (value !== undefined && 'id' in value) {
      const { id, ...head } = value;
      byId.set(id, { ...head, points: [] });
      continue;
    } else if (value?.version === sampledVersion) continue;
    problems.push(`${runFiles.sampled} line ${index + 1} cannot be read`);
  }
  return { sampled: [...byId.values()], problems };
}
