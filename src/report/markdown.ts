import type { FaultResult, ObjectiveResult, Verdict } from '../model/verdict.ts';
import { dataRows } from './data.ts';
import {
  countOrNone,
  formatCount,
  formatInstant,
  formatLength,
  formatMoment,
  formatMs,
  formatShare,
} from './format.ts';
import { fit, line, list, md, signs, table, type Block } from './markdown-blocks.ts';
import { clip } from './plain-text.ts';
import { shellCommand } from './shell-command.ts';
import { thresholdRows, thresholdsTitle } from './thresholds.ts';
import {
  assumedNote,
  damageOf,
  criticalOf,
  isTakenBack,
  limitOf,
  lookOf,
  marginOf,
  nameOf,
  observedOf,
  otherReasons,
  phasesOf,
  samplesOf,
  stepsOf,
  sentenceAfterWord,
  looks,
  tally,
  whatOf,
  worstFirst,
  worstOf,
} from './wording.ts';
import { breakpointOf, optionsOf, faultChoicesOf, tagsOf, unusualOf, validityOf } from './run-wording.ts';

/** `summary.md`: for `$GITHUB_STEP_SUMMARY` and pull request comments. What failed comes first. */
export function renderMarkdown(verdict: Verdict): string {
  const objectives = worstFirst(verdict.objectives);
  const judged = objectives.filter((objective) => objective.verdict !== 'not-evaluated');
  const skipped = objectives.filter((objective) => objective.verdict === 'not-evaluated');
  const look = lookOf(verdict);
  const breakpoint = breakpointOf(verdict);
  const blocks: Block[] = [
    line(`## ${signs[look.kind]} ${look.done}: ${md(sentenceAfterWord(verdict))}`),
    line(facts(verdict)),
    line(again(verdict)),
    list('', breakpoint === null ? [] : [`**Breakpoint**: ${md(breakpoint)}`]),
    list(
      '### Reasons',
      otherReasons(verdict).map(({ exitCode, text }) => `- ${md(text)} (exit code ${exitCode})`),
    ),
    table(
      `### Objectives: ${tally(verdict)
        .map(({ text }) => text)
        .join(', ')}`,
      '|  | Objective | Phase | What | Observed | Limit | Margin | Samples |',
      '|---|---|---|---|---:|---:|---:|---:|',
      judged.map(objectiveRow),
    ),
    list('', judged.filter((each) => each.verdict !== 'pass' && !isTakenBack(each)).map(reasonLine)),
    list(
      '### Not evaluated',
      skipped.map((objective) => `- ${md(nameOf(objective))}: ${md(objective.reason)}`),
    ),
    table(
      '### Faults',
      '| Fault | On | Planned | Felt | Clean | Requests exposed | Connections | Errors | p95 | Worst objective | Recovery | Writes |',
      '|---|---|---|---:|---:|---:|---:|---:|---:|---|---:|---|',
      verdict.faults.map((fault) => faultRow(fault, verdict.objectives)),
    ),
    list(
      '',
      verdict.faults.flatMap(({ id, escalations, assumed }) => [
        ...escalations.map((text) => `- ${md(id)}, escalated: ${md(text)}`),
        ...(assumed ? [`- ${md(id)} ${assumedNote}`] : []),
      ]),
    ),
    table(
      '### Data',
      '| Ledger | Written | Acknowledged | Refused | Unknown | Found | Damage |',
      '|---|---:|---:|---:|---:|---:|---|',
      dataRows(verdict).map(
        ({ ledger, written, acknowledged, refused, unknown, found, damage }) =>
          `| ${md(ledger)} | ${written} | ${acknowledged} | ${refused} | ${unknown} | ${found} | ${md(damage)} |`,
      ),
    ),
    list(
      '',
      dataRows(verdict).flatMap(({ ledger, examples }) => examples.map((text) => `- ${md(ledger)}, ${md(text)}`)),
    ),
    list(
      '### Errors in the journeys',
      verdict.scriptErrors.map((text) => `- ${md(text)}`),
    ),
    table(
      '### Steps',
      '| Step | Requests | Failed | p50 | p95 | p99 | Max |',
      '|---|---:|---:|---:|---:|---:|---:|',
      verdict.steps.map(
        (step) =>
          `| ${md(step.step)} | ${formatCount(step.requests)} | ${failedSteps(step)} | ${[step.p50Ms, step.p95Ms, step.p99Ms, step.maxMs].map(ms).join(' | ')} |`,
      ),
    ),
    table(
      '### Errors',
      '| Error | Step | Count | First | Last |',
      '|---|---|---:|---:|---:|',
      verdict.errors.map(
        ({ kind, step, count, firstMs, lastMs }) =>
          `| ${md(kind)} | ${md(step ?? 'outside of steps')} | ${formatCount(count)} | ${formatMoment(firstMs)} | ${formatMoment(lastMs)} |`,
      ),
    ),
    table(
      `### ${thresholdsTitle}`,
      '| Threshold | Observed | Outcome |',
      '|---|---:|---|',
      thresholdRows(verdict).map(
        ({ threshold, observed, outcome }) => `| ${md(threshold)} | ${observed} | ${outcome} |`,
      ),
    ),
  ];
  return fit(blocks);
}

function facts(verdict: Verdict): string {
  const validity = validityOf(verdict);
  const parts = [
    `**${md(verdict.experiment)}**: scenario ${md(verdict.scenario)}, profile ${md(verdict.profile)} (${verdict.loadModel} model), target ${md(verdict.target)}`,
    optionsOf(verdict) === '' ? '' : ` (${md(optionsOf(verdict))})`,
    verdict.build === null ? '' : `, build ${md(verdict.build)}`,
    ...unusualOf(verdict.environment).map((text) => `; ${md(text)}`),
    `.  \n${formatCount(verdict.requests)} requests in ${formatLength(verdict.durationMs)}, started ${md(formatInstant(verdict.startedAt))}`,
    faultChoicesOf(verdict) === '' ? '' : `, faults ${md(faultChoicesOf(verdict))}`,
    tagsOf(verdict) === '' ? '' : `, tagged ${md(tagsOf(verdict))}`,
    `, run ${md(verdict.runId)}`,
    verdict.rerunOf === null ? '' : `, which repeats the invalid run ${md(verdict.rerunOf)}`,
    `, exit code ${verdict.exitCode}.`,
    validity === null ? '' : `  \nValidity: ${validity}.`,
  ];
  return parts.join('');
}

/** As a block of code by indentation: nothing in one line of text can end it. */
function again({ command }: Verdict): string {
  return `Run it again:\n\n    ${clip(shellCommand(command), 2000)}`;
}

function objectiveRow(objective: ObjectiveResult): string {
  const critical = criticalOf(objective);
  const cells = [
    `${signs[objective.verdict]} ${looks[objective.verdict].word}`,
    md(objective.name),
    md(phasesOf(objective)),
    md(whatOf(objective) + (stepsOf(objective) === 'all steps' ? '' : ` of ${stepsOf(objective)}`)),
    objective.verdict === 'fail' ? `**${md(observedOf(objective))}**` : md(observedOf(objective)),
    limitOf(objective) + (critical === null ? '' : `, critical ${critical}`),
    md(marginOf(objective)),
    samplesOf(objective, formatCount),
  ];
  return `| ${cells.join(' | ')} |`;
}

function reasonLine(objective: ObjectiveResult): string {
  const because = objective.because === null ? '' : ` *(because ${md(objective.because)})*`;
  return `- ${signs[objective.verdict]} **${md(nameOf(objective))}**: ${md(objective.reason)}${because}`;
}

function faultRow(fault: FaultResult, objectives: readonly ObjectiveResult[]): string {
  const worst = worstOf(fault, objectives);
  const cells = [
    md(fault.id) + (fault.description === '' ? '' : `: ${md(fault.description)}`),
    md(fault.on),
    `${formatMoment(fault.plannedStartMs)} to ${formatMoment(fault.plannedEndMs)}`,
    fault.feltMs === null ? 'never' : formatMoment(fault.feltMs),
    fault.cleanMs === null ? 'never' : formatMoment(fault.cleanMs),
    formatCount(fault.exposedRequests),
    countOrNone(fault.exposedConnections),
    fault.errorRate === null ? '–' : formatShare(fault.errorRate),
    ms(fault.p95Ms),
    worst === null
      ? 'none'
      : `${signs[worst.verdict]} ${md(`${observedOf(worst)}, ${limitOf(worst)} (${worst.name})`)}`,
    fault.recoveryMs === null ? '–' : `${fault.recoveryCensored ? '> ' : ''}${formatMs(fault.recoveryMs)}`,
    damageOf(fault) ?? '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

function failedSteps(step: { failedSteps: number; steps: number }): string {
  return step.steps === 0 ? '–' : `${formatCount(step.failedSteps)} (${formatShare(step.failedSteps / step.steps)})`;
}

function ms(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
