import type { Verdict } from '../../model/verdict.ts';
import { thresholdRows, thresholdsTitle } from '../thresholds.ts';
import { html, type Html } from './html.ts';

/** What a plain script asked of itself; nothing where there is no such script. */
export function thresholds(verdict: Verdict): Html {
  const rows = thresholdRows(verdict);
  if (rows.length === 0) return html``;
  return html`<section id="thresholds">
    <h2>${thresholdsTitle}</h2>
    <table class="stack">
      <thead>
        <tr>
          <th>Threshold</th>
          <th class="num">Observed</th>
          <th>Outcome</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ threshold, observed, outcome }) =>
            html`<tr>
              <th scope="row" class="mono">${threshold}</th>
              <td data-name="Observed" class="num">${observed}</td>
              <td data-name="Outcome">${outcome}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
