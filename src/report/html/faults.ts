import type { FaultResult, Verdict } from '../../model/verdict.ts';
import { countOrNone, formatCount, formatMoment, formatMs, formatShare } from '../format.ts';
import { assumedNote } from '../wording.ts';
import { html, type Html } from './html.ts';

/** What was broken, when it was meant to be, when it was felt, and what it did. */
export function faults({ faults }: Verdict): Html {
  if (faults.length === 0) return html``;
  return html`<section id="faults">
    <h2>Faults</h2>
    <p class="muted note">
      Felt: the first probe that met the fault was sent. Clean: the first probe from which on all were normal again.
      Exposed: requests that were meant to meet the fault and were under way while it was felt. Connections: those of
      the load that met it, as the kernel counted them.
    </p>
    <table class="stack faults">
      <thead>
        <tr>
          <th>Fault</th>
          <th>On</th>
          <th class="num">Planned</th>
          <th class="num">Felt</th>
          <th class="num">Clean</th>
          <th class="num">Exposed</th>
          <th class="num">Connections</th>
          <th class="num">Errors</th>
          <th class="num">p95</th>
          <th class="num">Recovery</th>
        </tr>
      </thead>
      ${faults.map(group)}
    </table>
  </section>`;
}

function group(fault: FaultResult, index: number): Html {
  const moment = (ms: number | null) =>
    ms === null ? html`<span class="bad">never</span>` : html`${formatMoment(ms)}`;
  const recovery =
    fault.recoveryMs === null ? '–' : `${fault.recoveryCensored ? '> ' : ''}${formatMs(fault.recoveryMs)}`;
  return html`<tbody>
    <tr>
      <th scope="row">
        <span class="number">${index + 1}</span>${fault.id}${
          fault.description === '' ? null : html`<small>${fault.description}</small>`
        }
      </th>
      <td data-name="On" class="mono">${fault.on}</td>
      <td data-name="Planned" class="num">
        ${formatMoment(fault.plannedStartMs)} – ${formatMoment(fault.plannedEndMs)}
      </td>
      <td data-name="Felt" class="num">${moment(fault.feltMs)}</td>
      <td data-name="Clean" class="num">${moment(fault.cleanMs)}</td>
      <td data-name="Exposed" class="num">
        ${
          fault.exposedRequests === 0
            ? html`<span class="bad">none</span>`
            : html`${formatCount(fault.exposedRequests)}`
        }
      </td>
      <td data-name="Connections" class="num">
        ${
          fault.exposedConnections === 0
            ? html`<span class="bad">none</span>`
            : html`${countOrNone(fault.exposedConnections)}`
        }
      </td>
      <td data-name="Errors" class="num">${fault.errorRate === null ? '–' : formatShare(fault.errorRate)}</td>
      <td data-name="p95" class="num">${fault.p95Ms === null ? '–' : formatMs(fault.p95Ms)}</td>
      <td data-name="Recovery" class="num">${recovery}</td>
    </tr>
    ${fault.escalations.map(
      (text) =>
        html`<tr class="why">
          <td colspan="10"><strong>Escalated</strong> ${text}</td>
        </tr>`,
    )}
    ${
      fault.assumed
        ? html`<tr class="why">
            <td colspan="10"><strong>Assumed</strong> It ${assumedNote}</td>
          </tr>`
        : null
    }
  </tbody>`;
}
