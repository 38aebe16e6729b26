import type { FaultResult, ObjectiveResult, Verdict } from '../../model/verdict.ts';
import { formatMoment, formatMs, formatShare, plural } from '../format.ts';
import { assumedNote, damageOf, limitOf, observedOf, worstOf } from '../wording.ts';
import { html, type Html } from './html.ts';
import { mark } from './mark.ts';

/** What was broken, when it was felt, who met it, what it did at the worst, and what was left of it. */
export function faults({ faults, objectives }: Verdict): Html {
  if (faults.length === 0) return html``;
  return html`<section id="faults">
    <h2>Resilience</h2>
    <p class="muted note">
      Felt: the first probe that met the fault was sent. Clean: the first probe from which on all were normal again.
      Exposed: requests that were meant to meet the fault and were under way while it was felt, and connections of the
      load that met it, as the kernel counted them. Worst objective: of those about the fault, its edge and its
      recovery. Writes: acknowledged ones that are not there, and those that are there twice.
    </p>
    <table class="stack faults">
      <thead>
        <tr>
          <th>Fault</th>
          <th>On</th>
          <th class="num">Felt – clean</th>
          <th class="num">Exposed</th>
          <th class="num">Errors</th>
          <th class="num">p95</th>
          <th>Worst objective</th>
          <th class="num">Recovery</th>
          <th>Writes</th>
        </tr>
      </thead>
      ${faults.map((fault, i) => group(fault, i, objectives))}
    </table>
  </section>`;
}

function group(fault: FaultResult, index: number, objectives: readonly ObjectiveResult[]): Html {
  const recovery =
    fault.recoveryMs === null ? '–' : `${fault.recoveryCensored ? '> ' : ''}${formatMs(fault.recoveryMs)}`;
  return html`<tbody>
    <tr>
      <th scope="row">
        <span class="number">${index + 1}</span>${fault.id}${
          fault.description === '' ? null : html`<small>${fault.description}</small>`
        }
      </th>
      <td data-name="On" class="mono on">${place(fault.on)}</td>
      <td data-name="Felt – clean" class="num">
        ${fault.feltMs === null ? never : html`${formatMoment(fault.feltMs)} – ${clean(fault)}`}
        <small>planned ${formatMoment(fault.plannedStartMs)} – ${formatMoment(fault.plannedEndMs)}</small>
      </td>
      <td data-name="Exposed" class="num">${exposure(fault)}</td>
      <td data-name="Errors" class="num">${fault.errorRate === null ? '–' : formatShare(fault.errorRate)}</td>
      <td data-name="p95" class="num">${fault.p95Ms === null ? '–' : formatMs(fault.p95Ms)}</td>
      <td data-name="Worst objective" class="worst">${worst(fault, objectives)}</td>
      <td data-name="Recovery" class="num">${recovery}</td>
      <td data-name="Writes">${damage(fault)}</td>
    </tr>
    ${fault.escalations.map(
      (text) =>
        html`<tr class="why">
          <td colspan="9"><strong>Escalated</strong> ${text}</td>
        </tr>`,
    )}
    ${
      fault.assumed
        ? html`<tr class="why">
            <td colspan="9"><strong>Assumed</strong> It ${assumedNote}</td>
          </tr>`
        : null
    }
  </tbody>`;
}

/** An edge that may go on in the next line after its arrow, and within a name only where that is long. */
function place(on: string): Html[] {
  return on
    .split(/(?<=->)/)
    .map((part) => html`<span class="${part.length > 24 ? '' : 'nowrap'}">${part}</span><wbr />`);
}

const never = html`<span class="bad">never</span>`;

function clean({ cleanMs }: FaultResult): Html {
  return cleanMs === null ? never : html`${formatMoment(cleanMs)}`;
}

function exposure({ exposedRequests, exposedConnections }: FaultResult): Html {
  const told = (count: number, what: string): Html =>
    count === 0 ? html`<span class="bad">no ${what}</span>` : html`${plural(count, what)}`;
  return html`${told(exposedRequests, 'request')}
  ${exposedConnections === null ? null : html`<small>${told(exposedConnections, 'connection')}</small>`}`;
}

/** The value and its limit, with the sign of its verdict. */
function worst(fault: FaultResult, objectives: readonly ObjectiveResult[]): Html {
  const found = worstOf(fault, objectives);
  if (found === null) return html`<span class="muted">none</span>`;
  return html`<span class="badge is-${found.verdict}">${mark(found.verdict, 16)}${observedOf(found)}</span>
    <small>${limitOf(found)}, ${found.name}</small>`;
}

function damage(fault: FaultResult): Html {
  const damaged = (fault.lostWrites ?? 0) + (fault.doubledWrites ?? 0) > 0;
  const text = damageOf(fault) ?? '–';
  return damaged ? html`<span class="bad">${text}</span>` : html`${text}`;
}
