import { formatCount, formatInstant, formatLength } from '../format.ts';
import { frame } from '../html/frame.ts';
import { html, type Html } from '../html/html.ts';
import { mark } from '../html/mark.ts';
import { nameOf } from '../wording.ts';
import { gateExitCode, worstFirst, type Gate, type GateExperiment } from './gate.ts';
import { experimentLine, gateLook, gateSentence } from './wording.ts';

/** `report.html` of a gate: one page over its runs, the worst first, which leads to theirs. */
export function renderGatePage(gate: Gate): string {
  const { kind, done } = gateLook(gate);
  return frame({
    title: `${done}: gate ${gate.name}, ${gate.id}`,
    kind,
    header: html`<span class="mono muted">${gate.id}</span>`,
    main: html`<section class="verdict is-${kind}" id="verdict" aria-label="Verdict">
        ${mark(kind, 64)}
        <div>
          <h1>Gate ${gate.name}: ${done.toLowerCase()}</h1>
          <p class="sentence">
            ${gateSentence(gate)}; started ${formatInstant(gate.startedAt)}, exit code ${gateExitCode(gate.experiments)}
          </p>
        </div>
      </section>
      <section id="experiments">
        <h2>Experiments</h2>
        <table class="stack objectives">
          <thead>
            <tr>
              <th>Verdict</th>
              <th>Experiment</th>
              <th>Objectives</th>
              <th class="num">Requests</th>
              <th class="num">Length</th>
              <th class="num">Exit code</th>
            </tr>
          </thead>
          ${worstFirst(gate.experiments).map(group)}
        </table>
      </section>`,
  });
}

function group(one: GateExperiment): Html {
  const { kind, word, experiment, sentence, objectives } = experimentLine(one);
  const { verdict, folder, exitCode } = one;
  const name = folder === null ? html`${experiment}` : html`<a href="${`${folder}/report.html`}">${experiment}</a>`;
  const blamed = (verdict?.objectives ?? []).filter(
    (each) => each.verdict === 'fail' || each.verdict === 'inconclusive',
  );
  return html`<tbody class="is-${kind}">
    <tr>
      <td><span class="badge is-${kind}">${mark(kind, 18)}${word}</span></td>
      <th scope="row">${name}${verdict === null ? null : html`<small class="mono">${verdict.runId}</small>`}</th>
      <td data-name="Objectives" class="what">${objectives === '' ? '–' : objectives}</td>
      <td data-name="Requests" class="num">${verdict === null ? '–' : formatCount(verdict.requests)}</td>
      <td data-name="Length" class="num">${verdict === null ? '–' : formatLength(verdict.durationMs)}</td>
      <td data-name="Exit code" class="num observed">${exitCode}</td>
    </tr>
    <tr class="why">
      <td></td>
      <td colspan="7">
        ${sentence}
        ${
          blamed.length < 2
            ? null
            : html`<ul class="reasons">
                ${blamed.map((each) => html`<li><b>${nameOf(each)}</b> ${each.reason}</li>`)}
              </ul>`
        }
      </td>
    </tr>
  </tbody>`;
}
