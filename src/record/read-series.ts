import { CellTable } from '../model/cell-table.ts';
import { Cells } from '../model/cells.ts';
import type { Series } from '../model/record.ts';
import { StreamReader } from '../model/stream-reader.ts';
import { streamVersion, type StreamEnd } from '../model/stream.ts';

/**
 * Reads the recorder's stream and holds it against its own totals.
 *
 * `problems` are sentences; each makes the run invalid: a stream without its end was cut off, and one whose totals
 * disagree has lost or doubled something.
 *
 * @param pieces its bytes, cut anywhere
 * @param stopped the load was ended by us before its time
 */
export function readSeries(
  pieces: Iterable<Uint8Array>,
  stopped = false,
): { series: Series[]; dropped: number | null; problems: string[] } {
  const byId = new Map<number, Series>();
  const table = new CellTable();
  const problems: string[] = [];
  let [damaged, requests, cells] = [0, 0, 0];
  let version: number | undefined;
  let end: StreamEnd | undefined;
  const reader = new StreamReader({
    header: (told) => (version = told),
    series: (head) => byId.set(head.id, { ...head, cells: new Cells(table) }),
    cell(id, cell) {
      const series = byId.get(id);
      series?.cells.push(cell);
      cells += 1;
      if (series?.type === 'http') requests += cell.count;
    },
    end: (told) => (end = told),
    damaged: () => (damaged += 1),
  });
  for (const piece of pieces) reader.push(piece);
  reader.close();
  if (version !== undefined && version !== streamVersion) {
    return {
      series: [],
      dropped: null,
      problems: [`the series are of version ${version}, and this program reads version ${streamVersion}`],
    };
  }
  if (version === undefined) problems.push('the series have no beginning: the load generator recorded nothing');
  if (damaged === 1) problems.push('a line of the series cannot be read, or says what cannot be');
  if (damaged > 1) problems.push(`${damaged} lines of the series cannot be read, or say what cannot be`);
  problems.push(...againstTotals(end, { requests, cells, series: byId.size }, stopped));
  return { series: [...byId.values()], dropped: end?.dropped ?? null, problems };
}

function againstTotals(
  end: StreamEnd | undefined,
  read: { requests: number; cells: number; series: number },
  stopped: boolean,
): string[] {
  if (end === undefined) return ['the series were cut off: the load generator did not come to its end'];
  const problems: string[] = [];
  for (const key of ['requests', 'cells', 'series'] as const) {
    if (end[key] !== read[key])
      problems.push(`the series hold ${read[key]} ${key}, and the load generator counted ${end[key]}`);
  }
  if (end.error !== null && !(stopped && isOurs(end.error)))
    problems.push(`the load generator ended with an error: ${end.error}`);
  return problems;
}

/** We end k6 by SIGINT, which it calls an error. */
function isOurs(error: string): boolean {
  return error.includes("received a 'interrupt' signal");
}
