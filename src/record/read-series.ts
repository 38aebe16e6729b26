import type { Series } from '../model/record.ts';
import { decodeCell, decodeStreamLine, streamVersion, type StreamEnd } from '../model/stream.ts';

/**
 * Reads the recorder's stream and holds it against its own totals.
 *
 * `problems` are sentences; each makes the run invalid: a stream without its end was cut off, and one whose totals
 * disagree has lost or doubled something.
 */
export function readSeries(text: string): { series: Series[]; problems: string[] } {
  const byId = new Map<number, Series>();
  const problems: string[] = [];
  let damaged = 0;
  let requests = 0;
  let cells = 0;
  let header = false;
  let end: StreamEnd | undefined;
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const line = newline === -1 ? text.slice(from) : text.slice(from, newline);
    from = newline === -1 ? text.length : newline + 1;
    const decoded = decodeStreamLine(line);
    if (decoded === undefined || end !== undefined) {
      damaged += 1;
      continue;
    }
    switch (decoded.kind) {
      case 'header':
        header = true;
        if (decoded.version !== streamVersion) {
          problems.push(
            `the series are of version ${decoded.version}, and this program reads version ${streamVersion}`,
          );
          return { series: [], problems };
        }
        break;
      case 'series': {
        const { id, metric, type, failed, tags } = decoded;
        byId.set(id, { id, metric, type, failed, tags, cells: [] });
        break;
      }
      case 'cell': {
        const series = byId.get(decoded.id);
        const cell = series === undefined ? undefined : decodeCell(series.type, decoded.numbers);
        if (series === undefined || cell === undefined) {
          damaged += 1;
          break;
        }
        series.cells.push(cell);
        cells += 1;
        if (series.type === 'http') requests += cell.count;
        break;
      }
      case 'end':
        end = decoded;
    }
  }
  if (!header) problems.push('the series have no beginning: the load generator recorded nothing');
  if (damaged > 0) problems.push(`${damaged} lines of the series cannot be read`);
  problems.push(...againstTotals(end, { requests, cells, series: byId.size }));
  return { series: [...byId.values()], problems };
}

function againstTotals(
  end: StreamEnd | undefined,
  read: { requests: number; cells: number; series: number },
): string[] {
  if (end === undefined) return ['the series were cut off: the load generator did not come to its end'];
  const problems: string[] = [];
  for (const key of ['requests', 'cells', 'series'] as const) {
    if (end[key] !== read[key])
      problems.push(`the series hold ${read[key]} ${key}, and the load generator counted ${end[key]}`);
  }
  if (end.dropped > 0) problems.push(`${end.dropped} samples were not recorded: there were too many series`);
  if (end.error !== null) problems.push(`the load generator ended with an error: ${end.error}`);
  return problems;
}
