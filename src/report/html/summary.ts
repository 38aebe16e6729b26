import type { Verdict } from '../../model/verdict.ts';
import { formatCount, formatInstant, formatLength } from '../format.ts';
import { lookOf, rehearsalOf, sentenceAfterWord, tally } from '../wording.ts';
import { breakpointOf, machineOf, optionsOf, overallRate, faultChoicesOf, tagsOf } from '../run-wording.ts';
import { html, type Html } from './html.ts';
import { mark } from './mark.ts';

/** The verdict in one sentence, and what was run. */
export function summary(verdict: Verdict): Html {
  const { kind, done } = lookOf(verdict);
  const breakpoint = breakpointOf(verdict);
  return html`<section class="verdict is-${kind}" id="verdict" aria-label="Verdict">
      ${mark(kind, 64)}
      <div>
        <h1>${done}</h1>
        <p class="sentence">${sentenceAfterWord(verdict)}</p>
        ${breakpoint === null ? null : html`<p class="breakpoint"><b>Breakpoint</b> ${breakpoint}</p>`}
        <ul class="tally">
          ${tally(verdict).map((each) => html`<li class="is-${each.verdict}">${mark(each.verdict, 14)}${each.text}</li>`)}
        </ul>
      </div>
    </section>
    ${card(verdict)}`;
}

function card(verdict: Verdict): Html {
  const options = optionsOf(verdict);
  const rate = overallRate(verdict);
  const rehearsal = rehearsalOf(verdict);
  const tags = tagsOf(verdict);
  const faults = faultChoicesOf(verdict);
  const facts: (readonly [string, Html])[] = [
    ['Experiment', html`${verdict.experiment}<small>scenario ${verdict.scenario}</small>`],
    ['Load', html`${verdict.load}<small>profile ${verdict.profile}</small>`],
    ['Target', html`${verdict.target}${options === '' ? null : html`<small class="mono">${options}</small>`}`],
    [
      'Build',
      verdict.build === null
        ? html`<span class="muted">unknown</span>`
        : html`<span class="mono">${verdict.build}</span>`,
    ],
    ['Machine', html`${machineOf(verdict.environment)}`],
    ['Started', started(verdict.startedAt)],
    [
      'Length of the load',
      html`${formatLength(verdict.durationMs)}${rehearsal === null ? null : html`<small>${rehearsal}</small>`}`,
    ],
    [
      'Requests',
      html`${formatCount(verdict.requests)}${rate === null ? null : html`<small>${rate} on average</small>`}`,
    ],
    [
      'Objectives from',
      verdict.sloFile === null
        ? html`<span class="muted">none</span>`
        : html`<span class="mono">${breakable(verdict.sloFile)}</span>`,
    ],
    ...(faults === '' ? [] : [['Faults', html`${faults}`] as const]),
    ...(tags === '' ? [] : ([['Tags', html`<span class="mono">${tags}</span>`]] as const)),
    ...(verdict.rerunOf === null
      ? []
      : ([['Repeats the invalid run', html`<span class="mono">${verdict.rerunOf}</span>`]] as const)),
    ['Exit code', html`<span class="exit is-${lookOf(verdict).kind}">${verdict.exitCode}</span>`],
  ];
  return html`<dl class="card">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function started(iso: string): Html {
  const [date = '', ...time] = formatInstant(iso).split(' ');
  return html`<time datetime="${iso}">${date}<small>${time.join(' ')}</small></time>`;
}

/** A path that may go on in the next line after a slash. */
function breakable(path: string): Html[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}
