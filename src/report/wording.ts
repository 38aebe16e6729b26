import { isAboutFault } from '../model/about-fault.ts';
import type { FaultResult, ObjectiveResult, ObjectiveVerdict, RunVerdict, Verdict } from '../model/verdict.ts';
import { formatApart, formatCount, formatLength, formatShare, formatValue } from './format.ts';
import { plain } from './plain-text.ts';

// What every report says about a verdict in the same words. Names and sentences of others come out of here as plain text.

/** The mark carries the verdict where colour is absent or not seen. */
export const looks = {
  pass: { mark: '✓', word: 'pass', done: 'Passed' },
  warn: { mark: '!', word: 'warn', done: 'Passed with warnings' },
  fail: { mark: '✗', word: 'fail', done: 'Failed' },
  inconclusive: { mark: '?', word: 'inconclusive', done: 'Inconclusive' },
  invalid: { mark: '?', word: 'invalid', done: 'Invalid' },
  info: { mark: 'i', word: 'info', done: 'For information' },
  'not-evaluated': { mark: '–', word: 'not evaluated', done: 'Not evaluated' },
} as const satisfies Record<ObjectiveVerdict | RunVerdict, { mark: string; word: string; done: string }>;

/** How a run is shown: a pass with an exit code that is not 0, because cleanup is incomplete, is not shown as one. */
export function lookOf({ verdict, exitCode }: Verdict): { kind: RunVerdict; mark: string; word: string; done: string } {
  const look = looks[verdict];
  if (exitCode === 0 || (verdict !== 'pass' && verdict !== 'warn')) return { kind: verdict, ...look };
  const but = `, but exit code ${exitCode}`;
  return { kind: 'warn', mark: looks.warn.mark, word: look.word + but, done: look.done + but };
}

/**
 * The sentence of the verdict without its leading "Fails:", for places that already show the word large. Of a rehearsal
 * it says first that it is one: nothing can be signed off on it.
 */
export function sentenceAfterWord(verdict: Verdict): string {
  const rest = withoutLead(verdict.sentence);
  const sentence = /^[a-z]+[ ,]/.test(rest) ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest;
  const rehearsal = rehearsalOf(verdict);
  return rehearsal === null ? sentence : `R${rehearsal.slice(1)}. ${sentence}`;
}

/** `rehearsal (time × 0.1)`; null for a run in its own time. */
export function rehearsalOf({ timeScale }: Verdict): string | null {
  return timeScale === 1 ? null : `rehearsal (time × ${timeScale})`;
}

/** Of a fault, to follow its name. */
export const assumedNote =
  'could not be seen to act: it counts as felt from when it was put on, and as over from when it was taken off.';

const fromWorst: readonly ObjectiveVerdict[] = ['fail', 'inconclusive', 'warn', 'pass', 'info', 'not-evaluated'];

/** What failed comes first; equals stay in the order of the SLO file. */
export function worstFirst(objectives: readonly ObjectiveResult[]): ObjectiveResult[] {
  return fromWorst.flatMap((kind) => objectives.filter(({ verdict }) => verdict === kind));
}

/** Of the objectives about a fault, its edge and its recovery the worst; null = none was evaluated. */
export function worstOf(
  { id, worstObjective, worstVerdict }: FaultResult,
  objectives: readonly ObjectiveResult[],
): ObjectiveResult | null {
  const isIt = ({ name, verdict, during }: ObjectiveResult) =>
    name === worstObjective && verdict === worstVerdict && isAboutFault(during, id);
  return objectives.find(isIt) ?? null;
}

/** `none lost or doubled`, `7 lost, 3 doubled`; null where no ledger tells. */
export function damageOf({ lostWrites, doubledWrites }: FaultResult): string | null {
  if (lostWrites === null || doubledWrites === null) return null;
  const counted = [
    ...(lostWrites === 0 ? [] : [`${formatCount(lostWrites)} lost`]),
    ...(doubledWrites === 0 ? [] : [`${formatCount(doubledWrites)} doubled`]),
  ];
  return counted.join(', ') || 'none lost or doubled';
}

function withoutLead(text: string): string {
  return plain(text).replace(/^(?:Passes|Warns|Fails|Inconclusive|Invalid): /, '');
}

/** The name; a recovery objective has one result for each fault, and its fault tells them apart. */
export function nameOf(objective: ObjectiveResult): string {
  const name = plain(objective.name);
  return objective.kind === 'recovery' ? `${name} (${phasesOf(objective)})` : name;
}

/** `p95 response time`, `error rate`, `time to recover`. */
export function whatOf(objective: ObjectiveResult): string {
  if (objective.kind === 'recovery') return 'time to recover';
  const metric = plain(objective.metric).replaceAll('_', ' ');
  return `${objective.stat === null ? '' : `${plain(objective.stat)} `}${metric}${windowOf(objective)}${budgetOf(objective)}`;
}

export function phasesOf(objective: ObjectiveResult, separator = ', '): string {
  return objective.during.map(plain).join(separator);
}

export function stepsOf({ steps, where }: ObjectiveResult): string {
  const named = steps === null ? 'all steps' : steps.map(plain).join(', ');
  return Object.keys(where).length === 0 ? named : `${named} with ${filtersOf(where)}`;
}

/** `status 5xx, country not de or fr`. */
export function filtersOf(where: ObjectiveResult['where']): string {
  return Object.entries(where)
    .map(([key, { not, names }]) => plain(`${key} ${not ? 'not ' : ''}${names.join(' or ')}`))
    .join(', ');
}

/** `, 50 % of its budget`; empty without an error budget. */
function budgetOf({ budget }: ObjectiveResult): string {
  return budget === null || budget.spent === null ? '' : `, ${formatShare(budget.spent)} of its budget`;
}

/** `, sustained 1 min`; empty where the phases are judged as a whole. */
function windowOf({ window }: ObjectiveResult): string {
  return window === null ? '' : `, ${window.kind} ${formatLength(window.lengthMs)}`;
}

export function limitOf(objective: Limited): string {
  return limitText(objective, objective.target, objective.relative?.target);
}

type Limited = Pick<ObjectiveResult, 'atMost' | 'target' | 'unit' | 'relative'>;

/** `≤ 500 ms`, `≤ 3x steady (= 126 ms)`. */
function limitText({ atMost, unit, relative }: Limited, limit: number, times: number | null | undefined): string {
  const value = formatValue(limit, unit);
  const side = atMost ? '≤' : '≥';
  if (relative === null) return `${side} ${value}`;
  return `${side} ${times ?? ''}x steady${relative.steady === null ? '' : ` (= ${value})`}`;
}

/** Whether the limit is known as a number: it may be a multiple of a value that is not. */
export function hasLimit({ relative }: Pick<ObjectiveResult, 'relative'>): boolean {
  return relative === null || relative.steady !== null;
}

export function criticalOf(objective: ObjectiveResult): string | null {
  if (objective.critical === null) return null;
  return limitText(objective, objective.critical, objective.relative?.critical);
}

/** The limit that decided: missing the target only warns where there is a critical limit. */
export function decidingLimit(objective: ObjectiveResult): number {
  return objective.verdict === 'fail' ? (objective.critical ?? objective.target) : objective.target;
}

/** `412 ms`, `> 5 s` when the run ended first, `498 ms ± 6 ms` when the error of measurement reaches a limit. */
export function observedOf(objective: ObjectiveResult): string {
  const { observed, observedLow, observedHigh, unit } = objective;
  if (objective.verdict === 'not-evaluated') return '–';
  if (observed === null) return objective.kind === 'recovery' ? 'not seen' : 'no data';
  const limits = objective.critical === null ? [objective.target] : [objective.target, objective.critical];
  const value = formatApart(observed, unit, limits);
  if (objective.censored) return `> ${value}`;
  if (observedLow === null || observedHigh === null || observedLow >= observedHigh) return value;
  const matters = limits.some((limit) => limit >= observedLow && limit <= observedHigh);
  if (!matters) return value;
  const isMiddle = Math.abs((observedLow + observedHigh) / 2 - observed) <= (observedHigh - observedLow) / 10;
  if (!isMiddle) return `${formatValue(observedLow, unit)} to ${formatValue(observedHigh, unit)}`;
  const error = formatValue((observedHigh - observedLow) / 2, unit);
  const [amount = '', name] = value.split(' ');
  // One unit is enough when both have the same.
  return error.endsWith(` ${name ?? ''}`) ? `${amount} ± ${error}` : `${value} ± ${error}`;
}

/** How far inside the limit the observed value is: `+18 %` of it, or `+0.73 pt` for shares; minus = missed. */
export function marginOf(objective: Limited & Pick<ObjectiveResult, 'observed' | 'censored'>): string {
  if (objective.observed === null || !hasLimit(objective)) return '–';
  const inside = objective.atMost ? objective.target - objective.observed : objective.observed - objective.target;
  if (inside === 0) return '0';
  const sign = inside > 0 ? '+' : '−';
  const atLeast = objective.censored ? '< ' : '';
  if (objective.unit === 'share') return `${atLeast}${sign}${formatShare(Math.abs(inside)).replace(' %', ' pt')}`;
  if (objective.target === 0) return `${atLeast}${sign}${formatValue(Math.abs(inside), objective.unit)}`;
  const percent = (Math.abs(inside) / objective.target) * 100;
  if (percent > 999) return `${inside > 0 ? '> +' : '< −'}999 %`;
  return `${atLeast}${sign}${percent < 0.1 ? '0.1' : String(Number(percent.toFixed(percent < 10 ? 1 : 0)))} %`;
}

/** `12,310`, or `4 of 20` when more were asked for. */
export function samplesOf(objective: ObjectiveResult, count: (n: number) => string): string {
  const { samples, minSamples, verdict } = objective;
  if (verdict === 'not-evaluated') return '–';
  return samples < minSamples ? `${count(samples)} of ${count(minSamples)}` : count(samples);
}

/** `p95 642 ms, limit at most 500 ms (steady, 12310 samples)`. */
export function measuredAgainstLimit(objective: ObjectiveResult): string {
  const subject = objective.kind === 'objective' && objective.stat !== null ? plain(objective.stat) : whatOf(objective);
  const limit = hasLimit(objective)
    ? `at ${objective.atMost ? 'most' : 'least'} ${formatValue(decidingLimit(objective), objective.unit)}`
    : limitOf(objective);
  const phases = phasesOf(objective, ' + ');
  const samples = `${objective.samples} ${objective.samples === 1 ? 'sample' : 'samples'}`;
  return `${subject} ${observedOf(objective)}, limit ${limit} (${phases}, ${samples})`;
}

/** Reasons that no objective tells already: what makes the run invalid, cleanup, interruption. */
export function otherReasons(verdict: Verdict): Verdict['reasons'] {
  const tells = (text: string, { name, reason }: ObjectiveResult) =>
    text.includes(`(${name})`) || (reason !== '' && text.includes(reason));
  return verdict.reasons.filter(({ text }) => !verdict.objectives.some((objective) => tells(text, objective)));
}

/** What makes the measurement itself doubtful; empty for a valid run. */
export function doubts(verdict: Verdict): readonly string[] {
  if (verdict.verdict !== 'invalid') return [];
  const flaws = verdict.reasons.map(({ text }) => plain(text)).filter((text) => text.startsWith('Invalid: '));
  return flaws.map(withoutLead);
}

/** Taken back because the run is invalid: its reason is that of the run, and need not be told for each objective. */
export function isTakenBack({ verdict, reason }: ObjectiveResult): boolean {
  return verdict === 'inconclusive' && reason.startsWith('run invalid: ');
}

/** `2 failed, 1 warned, 7 passed`, worst first. */
export function tally(verdict: Verdict): { verdict: ObjectiveVerdict; count: number; text: string }[] {
  const words = {
    fail: 'failed',
    inconclusive: 'inconclusive',
    warn: 'warned',
    pass: 'passed',
    info: 'for information',
    'not-evaluated': 'not evaluated',
  } as const satisfies Record<ObjectiveVerdict, string>;
  return (Object.keys(words) as ObjectiveVerdict[]).flatMap((kind) => {
    const count = verdict.objectives.filter((objective) => objective.verdict === kind).length;
    return count === 0 ? [] : [{ verdict: kind, count, text: `${count} ${words[kind]}` }];
  });
}
