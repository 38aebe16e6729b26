import type { ErrorResult, Verdict } from '../../model/verdict.ts';
import { formatCount, formatMoment } from '../format.ts';
import { html, type Html } from './html.ts';

/** What failed, by kind and step, with the first and the last of each and what the first one was. */
export function errors({ errors }: Verdict): Html {
  if (errors.length === 0) return html``;
  return html`<section id="errors">
    <h2>Errors</h2>
    <table class="stack errors">
      <thead>
        <tr>
          <th>Error</th>
          <th>Step</th>
          <th class="num">Count</th>
          <th class="num">First</th>
          <th class="num">Last</th>
          <th>Example</th>
        </tr>
      </thead>
      <tbody>
        ${errors.map(row)}
      </tbody>
    </table>
  </section>`;
}

function row({ kind, step, count, firstMs, lastMs, example }: ErrorResult): Html {
  return html`<tr>
    <th scope="row">${kind}</th>
    <td data-name="Step">${step ?? 'outside of steps'}</td>
    <td data-name="Count" class="num">${formatCount(count)}</td>
    <td data-name="First" class="num">${formatMoment(firstMs)}</td>
    <td data-name="Last" class="num">${formatMoment(lastMs)}</td>
    <td data-name="Example" class="mono">${example ?? '–'}</td>
  </tr>`;
}
