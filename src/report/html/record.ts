import { exitCodes } from '../../diagnostic/exit-code.ts';
import type { ValidityCheck, Verdict } from '../../model/verdict.ts';
import { formatLength, formatMoment } from '../format.ts';
import { doubts } from '../wording.ts';
import { checkLimitOf, checkObservedOf } from '../run-wording.ts';
import { html, type Html } from './html.ts';
import { mark } from './mark.ts';

/** For who has to trust the verdict: every reason, whether the measurement holds, and what it was computed from. */
export function record(verdict: Verdict): Html {
  return html`<section id="reasons">
      <h2>Reasons</h2>
      ${reasons(verdict)}
    </section>
    <section id="validity">
      <h2>Validity</h2>
      ${validity(verdict)} ${checks(verdict)} ${scriptErrors(verdict)}
    </section>
    <section id="record" class="columns">
      <div>
        <h2>Phases</h2>
        ${phases(verdict)}
      </div>
      <div>
        <h2>Computed from</h2>
        <dl class="digests">
          <dt>Run</dt>
          <dd class="mono">${verdict.runId}</dd>
          <dt>Objectives</dt>
          <dd class="mono">${verdict.sloFile ?? 'none'}</dd>
          <dt>series.ndjson, SHA-256</dt>
          <dd class="mono">${verdict.digests.series}</dd>
          <dt>faults.ndjson, SHA-256</dt>
          <dd class="mono">${verdict.digests.faults}</dd>
          <dt>sampled.ndjson, SHA-256</dt>
          <dd class="mono">${verdict.digests.sampled ?? 'none'}</dd>
          <dt>audit.json, SHA-256</dt>
          <dd class="mono">${verdict.digests.audit ?? 'none'}</dd>
        </dl>
        <p class="muted note">
          This page is a pure function of these: the same record and the same objectives give the same bytes, on any
          machine.
        </p>
      </div>
    </section>`;
}

function reasons(verdict: Verdict): Html {
  if (verdict.reasons.length === 0) {
    return html`<p>Every objective that was evaluated passed.</p>`;
  }
  return html`<ol class="reasons">
      ${verdict.reasons.map(({ exitCode, text }) => html`<li><span class="code" title="${meaning(exitCode)}">${exitCode}</span>${text}</li>`)}
    </ol>
    <p class="muted note">
      Worst first, each with the exit code that it asks for. The run ended with ${verdict.exitCode}:
      ${meaning(verdict.exitCode)}.
    </p>`;
}

function meaning(exitCode: number): string {
  return Object.values(exitCodes).find(({ code }) => code === exitCode)?.meaning ?? 'unknown';
}

function validity(verdict: Verdict): Html {
  const found = doubts(verdict);
  if (verdict.verdict !== 'invalid') {
    return html`<p class="valid is-pass">
      ${mark('pass', 18)}Nothing was found that makes the numbers of this run doubtful.
    </p>`;
  }
  return html`<p class="valid is-invalid">${mark('invalid', 18)}The measurement cannot be trusted as it is.</p>
    <ul class="reasons">
      ${found.map((text) => html`<li>${text}</li>`)}
    </ul>`;
}

function checks({ validity }: Verdict): Html {
  if (validity.length === 0) return html``;
  return html`<table class="phases">
      <thead>
        <tr>
          <th>Of the measurement itself</th>
          <th class="num">Observed</th>
          <th class="num">Limit</th>
        </tr>
      </thead>
      <tbody>
        ${validity.map(check)}
      </tbody>
    </table>
    <p class="muted note">What has no limit is for information. Beyond a limit, the run is invalid.</p>`;
}

function check(one: ValidityCheck): Html {
  return html`<tr>
    <td>${one.name}</td>
    <td class="${one.holds ? 'num' : 'num bad'}">${checkObservedOf(one)}</td>
    <td class="num">${checkLimitOf(one)}</td>
  </tr>`;
}

function scriptErrors({ scriptErrors }: Verdict): Html {
  if (scriptErrors.length === 0) return html``;
  return html`<h3>Errors thrown by the journeys</h3>
    <ul class="reasons mono">
      ${scriptErrors.map((text) => html`<li>${text}</li>`)}
    </ul>`;
}

function phases({ phases }: Verdict): Html {
  if (phases.length === 0) return html`<p class="empty">The run has no phases.</p>`;
  return html`<table class="phases">
    <thead>
      <tr>
        <th>Phase</th>
        <th class="num">From</th>
        <th class="num">To</th>
        <th class="num">Length</th>
      </tr>
    </thead>
    <tbody>
      ${phases.map(
        ({ phase, fromMs, toMs }) =>
          html`<tr>
            <td>${phase}</td>
            <td class="num">${formatMoment(fromMs)}</td>
            <td class="num">${formatMoment(toMs)}</td>
            <td class="num">${formatLength(toMs - fromMs)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
