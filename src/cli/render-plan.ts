import { whyUnclean, type Adoptable } from '../chaos/adopted/adoption.ts';
import type { MeansById } from '../chaos/means/means-of.ts';
import { formatLevel, formatLimit } from '../inputs/limit.ts';
import { formatBytes } from '../model/bytes.ts';
import { aboveCalibration, type Calibration } from '../model/calibration.ts';
import { describeFault } from '../model/describe-fault.ts';
import { describeLoad, describeThink } from '../model/describe-load.ts';
import { formatDuration } from '../model/duration.ts';
import type { Lack } from '../model/lack.ts';
import type { Plan, PlannedFault } from '../model/plan.ts';
import { describeHalt } from '../model/stops.ts';
import { dataMetrics } from '../model/data-metric.ts';
import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import { describeWindow, metricText } from '../verdict/wording.ts';
import type { AnyObjective, Slo } from '../model/slo.ts';
import { assumedAnswerMs, expectedRequests, peakRequests } from '../plan/estimate.ts';
import { memoryFor } from '../plan/memory.ts';
import { unreachableObjectives } from '../plan/unreachable.ts';
import { shortRecoveries } from '../plan/short-recovery.ts';
import { formatCount } from '../report/format.ts';
import { drawLoad, graphMargin, graphWidth } from './load-graph.ts';

/** A plan with what it was made of. */
interface Shown {
  readonly plan: Plan;
  readonly slo: Slo | null;
  readonly means: MeansById;
  readonly adoptable: Adoptable | null;
  readonly lacks: ReadonlyMap<string, Lack>;
  /** Length of the load as written, before its time was scaled. */
  readonly writtenMs: number;
  readonly availableBytes: number;
  readonly calibration: Calibration | null;
}

/** The plan of a run for a person: what would be started, what would happen when, and what it would be judged by. */
export function renderPlan(shown: Shown): string {
  const { plan, slo } = shown;
  const objectives = slo?.objectives ?? [];
  const { profile, target, scenario } = plan;
  const lines = [
    `experiment  ${plan.experiment}`,
    `scenario    ${scenario.file}, profile ${profile.name}: ${describeLoad(profile)}, seed ${scenario.seed}`,
    ...scenario.journeys.map(
      ({ name, steps, think }) => `journey     ${name}: ${steps.join(', ')}; ${describeThink(think)}`,
    ),
    `target      ${target.name}${optionText(target.options)}`,
    ...starts(shown),
    ...(target.edges.length > 0 ? [] : ['  no edge   requests go where the script says, through no fault proxy']),
    ...target.edges.flatMap((edge) => edgeLines(edge, shown.adoptable)),
    ...(scenario.sourceAddresses === null
      ? []
      : [`  users     each from an address of its own of ${scenario.sourceAddresses}, with no fault proxy in between`]),
    ...[
      ...(plan.script?.notes ?? []),
      ...shortRecoveries(plan, objectives),
      ...unreachableObjectives(plan, objectives),
    ].map((note) => `note        ${note}`),
    `build       ${plan.build ?? 'unknown'}`,
    ...(plan.k6Extensions ?? []).map((extension) => `k6          with ${extension}`),
    ...Object.entries(plan.tags).map(([name, value]) => `tag         ${name}=${value}`),
    ...expected(shown),
    '',
    `${profile.model === 'closed' ? 'users' : 'arrivals a second'}, over ${formatDuration(profile.durationMs)}`,
    ...drawLoad(profile),
    ...breakpointEnd(plan),
    ...bars(plan),
    ...proofs(shown),
    ...conditions(plan),
    '',
    `judged by   ${plan.sloFile ?? 'nothing: give --slo'}`,
    ...(slo?.objectives ?? []).map((objective) => `  objective ${objective.name}: ${asked(objective)}`),
    '',
  ];
  return lines.join('\n');
}

/** What of the target is started, and what cannot be. */
function starts({ plan, lacks }: Shown): string[] {
  return plan.target.services.flatMap(({ name, kind, replicas, container = false }) => {
    const what = kind === 'external' ? 'runs already, not started' : kind;
    const where = container && kind !== 'container' ? ', in a container' : '';
    const balanced = replicas === undefined ? '' : `, ${replicas} replicas behind a balancer`;
    const lack = lacks.get(name);
    return [
      `  start     ${name} (${what})${where}${balanced}`,
      ...(lack === undefined ? [] : [`  CANNOT    ${name}: ${lack.why}`, `            ${lack.hint}`]),
    ];
  });
}

/** What the edge runs through, and why it cannot. */
function edgeLines(edge: string, adoptable: Adoptable | null): string[] {
  const proxy = adoptable?.proxies.get(edge);
  if (proxy === undefined) return [`  edge      ${edge}, through a fault proxy`];
  const { name, listen, upstream } = proxy;
  const why = whyUnclean(proxy);
  return [
    `  edge      ${edge}, the proxy "${name}" of the Toxiproxy ${adoptable?.version} at ${adoptable?.apiUrl}, from ${listen} to ${upstream}`,
    ...(why === null ? [] : [`  CANNOT    ${edge} be adopted: ${why}`]),
  ];
}

/** How much of everything it will be, and by what assumption. */
function expected({ plan, writtenMs, availableBytes, calibration }: Shown): string[] {
  const above = aboveCalibration(peakRequests(plan), calibration);
  const { profile, timeScale } = plan;
  const scaledMs = writtenMs * timeScale;
  const stretched =
    profile.durationMs > scaledMs * 1.01
      ? `, stretched from ${formatDuration(scaledMs)} so that faults and recoveries can be judged`
      : '';
  return [
    ...(timeScale === 1
      ? []
      : [
          `rehearsal   time × ${timeScale}: ${formatDuration(profile.durationMs)} of load for ${formatDuration(writtenMs)}${stretched}`,
        ]),
    ...(plan.scenario.journeys.some(({ steps }) => steps.length > 0) ? [requests(plan)] : []),
    `memory      about ${formatBytes(memoryFor(profile.maxUsers))} for k6 with ${profile.maxUsers} users; ${formatBytes(availableBytes)} are free`,
    ...(above === null ? [] : [`warning     ${above}`]),
  ];
}

function requests(plan: Plan): string {
  const count = formatCount(Number(expectedRequests(plan).toPrecision(2)));
  const answers = plan.profile.model === 'closed' ? ` that is answered in ${assumedAnswerMs} ms` : '';
  return `requests    about ${count}, when every step is one${answers}`;
}

function breakpointEnd({ profile: { breakpoint } }: Plan): string[] {
  if (breakpoint === null) return [];
  const what = breakpoint.of === null ? 'an objective about steady or all' : `one of ${breakpoint.of.join(', ')}`;
  return [`ends        when ${what} has failed for ${formatDuration(breakpoint.sustainedMs)}`];
}

function bars({ profile, faults }: Plan): string[] {
  const line = (name: string, fromMs: number, toMs: number, text: string) =>
    `  ${name.padEnd(graphMargin - 2)}${bar(fromMs, toMs, profile.durationMs)} ${text}`.trimEnd();
  const span = (fromMs: number, toMs: number) => `${formatDuration(fromMs)} to ${formatDuration(toMs)}`;
  const described = (fault: PlannedFault) =>
    `${fault.id}: ${describeFault(fault)}, ${span(fault.startMs, fault.endMs)}` +
    (fault.hits === undefined ? '' : `; meant for ${fault.hits.join(', ')}`);
  return [
    ...(profile.warmUpMs === 0 ? [] : [line('warm-up', 0, profile.warmUpMs, formatDuration(profile.warmUpMs))]),
    ...faults.map((fault) => line('fault', fault.startMs, fault.endMs, described(fault))),
  ];
}

/** What changes the faults, and what may end the run for them. */
function conditions({ faultParams = {}, faultSeed, require, halt = [] }: Plan): string[] {
  return [
    ...Object.entries(faultParams).map(([name, value]) => `  param     ${name}=${String(value)}`),
    ...(faultSeed == null ? [] : [`  seed      ${faultSeed} picked the faults; --fault-seed picks others`]),
    ...(require == null
      ? []
      : [
          `  require   ${require.of.join(', ')} for ${formatDuration(require.forMs)} before the first fault, or the run ends`,
        ]),
    ...halt.map((one) => `  halt      ${describeHalt(one)}`),
  ];
}

/** How each fault is known to act, what it uses, and what of that is not there. */
function proofs({ plan, means }: Shown): string[] {
  return plan.faults.flatMap(({ id }) => {
    const { proof, needs, lack } = means.get(id) ?? { proof: 'nothing', needs: [], lack: null };
    const using = needs.length === 0 ? '' : `; uses ${needs.join(', ')}`;
    return [
      `  proof     ${id}: ${proof}${using}`,
      ...(lack === null ? [] : [`  CANNOT    ${id}: ${lack.why}`, `            ${lack.hint}`]),
    ];
  });
}

function asked(objective: AnyObjective): string {
  const { profiles } = objective;
  const only = profiles === null ? '' : ` (only for ${profiles.join(', ')})`;
  if (objective.kind === 'recovery') {
    return `${objective.of.join(', ')} within ${formatDuration(objective.withinMs)} after each fault${objective.since === 'felt' ? ' began' : ''}${only}`;
  }
  if (objective.kind === 'breakpoint') return `breakpoint at least ${formatLevel(objective)}${only}`;
  if (objective.kind === 'data') {
    const limit = formatLimit(objective.target, dataMetrics[objective.metric].unit);
    return `${objective.metric} of ${objective.ledger ?? 'all ledgers'} at most ${limit}${only}`;
  }
  const unit = unitOf(metricOf(objective), objective.stat);
  const what = [objective.stat, metricText(objective)].filter(Boolean).join(' ');
  const { target, relativeTo, window } = objective;
  const value = relativeTo === undefined ? formatLimit(target, unit) : `${target}x ${relativeTo}`;
  const how = window === undefined ? '' : ` ${describeWindow(window)}`;
  return `${what} ${isAtMost(objective) ? 'at most' : 'at least'} ${value}${how} in ${objective.during.join(' + ')}${only}`;
}

function optionText(options: Readonly<Record<string, string>>): string {
  const text = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return text.length === 0 ? '' : ` with ${text.join(' ')}`;
}

function bar(fromMs: number, toMs: number, totalMs: number): string {
  const at = (ms: number) => Math.round((ms / totalMs) * graphWidth);
  const from = Math.min(at(fromMs), graphWidth - 1);
  return `${' '.repeat(from)}${'▒'.repeat(Math.max(1, at(toMs) - from))}`.padEnd(graphWidth);
}
