import type { Verdict } from '../../model/verdict.ts';
import { dataRows } from '../data.ts';
import { html, type Html } from './html.ts';

/** What became of the writes that journeys kept account of; nothing where there are none. */
export function data(verdict: Verdict): Html {
  const rows = dataRows(verdict);
  if (rows.length === 0) return html``;
  return html`<section id="data">
    <h2>Data</h2>
    <p class="muted note">
      Writes by what the target answered, and what was there after the run. Lost: acknowledged, and not there. Phantom:
      refused, and there. Unknown: either, and no damage.
    </p>
    <table class="stack">
      <thead>
        <tr>
          <th>Ledger</th>
          <th class="num">Written</th>
          <th class="num">Acknowledged</th>
          <th class="num">Refused</th>
          <th class="num">Unknown</th>
          <th class="num">Found</th>
          <th>Damage</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
                <th scope="row">${row.ledger}</th>
                <td data-name="Written" class="num">${row.written}</td>
                <td data-name="Acknowledged" class="num">${row.acknowledged}</td>
                <td data-name="Refused" class="num">${row.refused}</td>
                <td data-name="Unknown" class="num">${row.unknown}</td>
                <td data-name="Found" class="num">${row.found}</td>
                <td data-name="Damage">${row.isWhole ? row.damage : html`<span class="bad">${row.damage}</span>`}</td>
              </tr>
              ${row.examples.map(
                (text) =>
                  html`<tr class="why">
                    <td colspan="7">${text}</td>
                  </tr>`,
              )}`,
        )}
      </tbody>
    </table>
  </section>`;
}
