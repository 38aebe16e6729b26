import type { FaultResult, Verdict } from '../model/verdict.ts';
import { dataRows, type DataRow } from './data.ts';
import { countOrNone, formatCount, formatMoment, formatMs, formatShare } from './format.ts';
import { plain } from './plain-text.ts';
import { margin, type Paint, type Style } from './terminal-paint.ts';
import { renderTable, wrap, type Cell } from './terminal-table.ts';
import { assumedNote } from './wording.ts';

/** What was broken, and what it did to the load. */
export function faults({ faults }: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  if (faults.length === 0) return [];
  const cells = (text: (fault: FaultResult) => string): Cell[] => faults.map((fault) => ({ text: text(fault) }));
  const table = renderTable(
    [
      { head: 'fault', align: 'left', shrinkTo: 10, cells: cells(({ id }) => plain(id)) },
      { head: 'on', align: 'left', shrinkTo: 8, dropAt: 5, cells: cells(({ on }) => plain(on)) },
      {
        head: 'planned',
        align: 'left',
        dropAt: 4,
        cells: cells((fault) => `${formatMoment(fault.plannedStartMs)}–${formatMoment(fault.plannedEndMs)}`),
      },
      { head: 'felt', align: 'right', cells: cells(({ feltMs }) => moment(feltMs)) },
      { head: 'clean', align: 'right', cells: cells(({ cleanMs }) => moment(cleanMs)) },
      { head: 'exposed', align: 'right', cells: cells(({ exposedRequests }) => formatCount(exposedRequests)) },
      {
        head: 'conns',
        align: 'right',
        dropAt: 2,
        cells: cells(({ exposedConnections }) => countOrNone(exposedConnections)),
      },
      {
        head: 'errors',
        align: 'right',
        cells: cells(({ errorRate }) => (errorRate === null ? '–' : formatShare(errorRate))),
      },
      { head: 'p95', align: 'right', dropAt: 3, cells: cells(({ p95Ms }) => (p95Ms === null ? '–' : formatMs(p95Ms))) },
      { head: 'recovery', align: 'right', cells: cells(recovery) },
    ],
    width - margin.length,
    paint('dim'),
  );
  const escalations = faults.flatMap(({ id, escalations }) =>
    escalations.flatMap((text) => wrap(`! ${plain(id)} escalated: ${plain(text)}`, width - margin.length)),
  );
  const notes = faults.flatMap((fault) =>
    fault.assumed ? wrap(`${plain(fault.id)} ${assumedNote}`, width - margin.length) : [],
  );
  return [...table, ...escalations, ...notes].map((line) => margin + line);
}

/** What became of the data that was written meanwhile. */
export function data(verdict: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  const rows = dataRows(verdict);
  if (rows.length === 0) return [];
  const cells = (name: Exclude<keyof DataRow, 'isWhole' | 'examples'>): Cell[] =>
    rows.map((row) => ({ text: row[name] }));
  const damage = rows.map((row): Cell => ({ text: row.damage, ...(row.isWhole ? {} : { paint: paint('fail') }) }));
  const table = renderTable(
    [
      { head: 'ledger', align: 'left', shrinkTo: 10, cells: cells('ledger') },
      { head: 'written', align: 'right', dropAt: 4, cells: cells('written') },
      { head: 'acknowledged', align: 'right', cells: cells('acknowledged') },
      { head: 'refused', align: 'right', dropAt: 3, cells: cells('refused') },
      { head: 'unknown', align: 'right', dropAt: 2, cells: cells('unknown') },
      { head: 'found', align: 'right', cells: cells('found') },
      { head: 'damage', align: 'left', shrinkTo: 20, cells: damage },
    ],
    width - margin.length,
    paint('dim'),
  );
  return table.map((line) => margin + line);
}

function moment(ms: number | null): string {
  return ms === null ? 'never' : formatMoment(ms);
}

function recovery({ recoveryMs, recoveryCensored }: FaultResult): string {
  return recoveryMs === null ? '–' : `${recoveryCensored ? '> ' : ''}${formatMs(recoveryMs)}`;
}
