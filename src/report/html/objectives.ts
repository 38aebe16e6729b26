import type { ObjectiveResult, Verdict } from '../../model/verdict.ts';
import { formatCount, formatMoment, formatValue } from '../format.ts';
import {
  criticalOf,
  limitOf,
  marginOf,
  observedOf,
  phasesOf,
  samplesOf,
  stepsOf,
  whatOf,
  worstFirst,
} from '../wording.ts';
import { gauge } from './gauge.ts';
import { html, type Html } from './html.ts';
import { badge } from './mark.ts';

/** The worst first; under what did not pass, why. */
export function objectives(verdict: Verdict): Html {
  if (verdict.objectives.length === 0) {
    return html`<section id="objectives">
      <h2>Objectives</h2>
      <p class="empty">No objectives: nothing was judged.</p>
    </section>`;
  }
  return html`<section id="objectives">
    <h2>Objectives</h2>
    <table class="stack objectives">
      <thead>
        <tr>
          <th>Verdict</th>
          <th>Objective</th>
          <th>What</th>
          <th>Phase</th>
          <th class="num">Observed</th>
          <th class="num">Limit</th>
          <th class="num">Margin</th>
          <th class="num">Samples</th>
        </tr>
      </thead>
      ${worstFirst(verdict.objectives).map(group)}
    </table>
  </section>`;
}

function group(objective: ObjectiveResult): Html {
  const { verdict, because, observedLow, observedHigh, unit, firstMissMs } = objective;
  const critical = criticalOf(objective);
  const interval =
    observedLow === null || observedHigh === null || objective.censored
      ? ''
      : `between ${formatValue(observedLow, unit)} and ${formatValue(observedHigh, unit)}`;
  return html`<tbody class="is-${verdict}">
    <tr>
      <td>${badge(verdict)}</td>
      <th scope="row">${objective.name}${because === null ? null : html`<small class="because">${because}</small>`}</th>
      <td data-name="What" class="what">
        ${whatOf(objective)}${objective.kind === 'recovery' ? null : html`<small>${stepsOf(objective)}</small>`}
      </td>
      <td data-name="Phase" class="phase">${phasesOf(objective)}</td>
      <td data-name="Observed" class="num observed" title="${interval}">
        ${observedOf(objective)}${
          verdict === 'pass' || firstMissMs === null
            ? null
            : html`<small>first missed ${formatMoment(firstMissMs)}</small>`
        }
      </td>
      <td data-name="Limit" class="num">
        ${limitOf(objective)}${critical === null ? null : html`<small>critical ${critical}</small>`}
      </td>
      <td data-name="Margin" class="num">${marginOf(objective)}${gauge(objective)}</td>
      <td data-name="Samples" class="num">${samplesOf(objective, formatCount)}</td>
    </tr>
    ${
      verdict === 'pass' || objective.reason === ''
        ? null
        : html` <tr class="why">
            <td></td>
            <td colspan="7">${objective.reason}</td>
          </tr>`
    }
  </tbody>`;
}
