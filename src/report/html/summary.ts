import type { FaultResult, Verdict } from '../../model/verdict.ts';
import { formatCount, formatInstant, formatLength, formatMs, formatShare } from '../format.ts';
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
          <li>exit code ${verdict.exitCode}</li>
        </ul>
      </div>
    </section>
    <div class="run">${figures(verdict)} ${card(verdict)}</div>`;
}

/** What anybody asks first, whatever the objectives are about. */
function figures(verdict: Verdict): Html {
  const { total, requests, faults } = verdict;
  const rate = overallRate(verdict);
  const shown: (readonly [string, string, string])[] = [
    ['Requests', formatCount(requests), rate === null ? '' : `${rate} on average`],
    [
      'Failed steps',
      total.steps === 0 ? '–' : formatShare(total.failedSteps / total.steps),
      total.steps === 0 ? '' : `${formatCount(total.failedSteps)} of ${formatCount(total.steps)}`,
    ],
    ['p95', time(total.p95Ms), '1 in 20 took longer'],
    ['p99', time(total.p99Ms), '1 in 100 took longer'],
    faults.length === 0
      ? ['Slowest', time(total.maxMs), 'of what succeeded']
      : ['Faults', String(faults.length), longestRecovery(faults)],
  ];
  return html`<dl class="figures">
    ${shown.map(
      ([name, value, about]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}<small>${about}</small></dd>
        </div>`,
    )}
  </dl>`;
}

function time(ms: number | null): string {
  return ms === null ? '–' : formatMs(ms);
}

function longestRecovery(faults: readonly FaultResult[]): string {
  const never = faults.filter(({ feltMs }) => feltMs === null).length;
  if (never > 0) return `${never} never felt`;
  const known = faults.flatMap(({ recoveryMs, recoveryCensored }) =>
    recoveryMs === null ? [] : [{ recoveryMs, recoveryCensored }],
  );
  const longest = known.sort((a, b) => b.recoveryMs - a.recoveryMs)[0];
  if (longest === undefined) return '';
  return `longest recovery ${longest.recoveryCensored ? '> ' : ''}${formatMs(longest.recoveryMs)}`;
}

function card(verdict: Verdict): Html {
  const options = optionsOf(verdict);
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
    ['Started', started(verdict)],
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

function started(verdict: Verdict): Html {
  const { startedAt, durationMs } = verdict;
  const [date = '', ...time] = formatInstant(startedAt).split(' ');
  const rehearsal = rehearsalOf(verdict);
  const lasted = `${formatLength(durationMs)} of load${rehearsal === null ? '' : `, ${rehearsal}`}`;
  return html`<time datetime="${startedAt}">${date}<small>${time.join(' ')}</small></time
    ><small>${lasted}</small>`;
}

/** A path that may go on in the next line after a slash. */
function breakable(path: string): Html[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}
