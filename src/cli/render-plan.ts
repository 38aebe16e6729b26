import { formatDuration } from '../model/duration.ts';
import { describeFault } from '../model/describe-fault.ts';
import { describeLoad, describeThink } from '../model/describe-load.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import { formatLimit } from '../inputs/limit.ts';
import { metrics } from '../model/slo.ts';

const barWidth = 60;

/** The plan of a run for a person: what would be started, what would happen when, and what it would be judged by. */
export function renderPlan(plan: Plan, slo: Slo | null): string {
  const { profile, target, scenario, faults } = plan;
  const lines = [
    `experiment  ${plan.experiment}`,
    `scenario    ${scenario.file}: ${describeLoad(profile)}, warm-up ${formatDuration(profile.warmUpMs)}, seed ${scenario.seed}`,
    ...scenario.journeys.map(
      ({ name, steps, think }) => `journey     ${name}: ${steps.join(', ')}; ${describeThink(think)}`,
    ),
    `target      ${target.name}${optionText(target.options)}`,
    ...target.services.map(
      ({ name, kind }) => `  start     ${name} (${kind === 'external' ? 'runs already, not started' : kind})`,
    ),
    ...target.edges.map((edge) => `  edge      ${edge}, through a fault proxy`),
    `build       ${plan.build ?? 'unknown'}`,
    ...(plan.k6Extensions ?? []).map((extension) => `k6          with ${extension}`),
    '',
    `timeline    0 s ${'-'.repeat(barWidth - 12)} ${formatDuration(profile.durationMs)}`,
    `  load      ${bar(profile.warmUpMs, profile.durationMs, profile.durationMs, '#', '.')}`,
    ...faults.map((fault) => {
      const { id, startMs, endMs, hits } = fault;
      const span = `${formatDuration(startMs)} to ${formatDuration(endMs)}`;
      const steps = hits === undefined ? '' : `; meant for ${hits.join(', ')}`;
      return `  fault     ${bar(startMs, endMs, profile.durationMs, '#', ' ')} ${id}: ${describeFault(fault)}, ${span}${steps}`;
    }),
    '',
    `judged by   ${plan.sloFile ?? 'nothing: give --slo'}`,
    ...(slo?.objectives ?? []).map((objective) =>
      objective.kind === 'recovery'
        ? `  objective ${objective.name}: ${objective.of.join(', ')} within ${formatDuration(objective.withinMs)} after each fault`
        : `  objective ${objective.name}: ${[objective.stat, objective.metric].filter(Boolean).join(' ')} ` +
          `${metrics[objective.metric].atMost ? 'at most' : 'at least'} ${formatLimit(objective.target, metrics[objective.metric].unit)} in ${objective.during.join(' + ')}` +
          (objective.profiles === null ? '' : ` (only for ${objective.profiles.join(', ')})`),
    ),
    '',
  ];
  return lines.join('\n');
}

function optionText(options: Readonly<Record<string, string>>): string {
  const text = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return text.length === 0 ? '' : ` with ${text.join(' ')}`;
}

function bar(fromMs: number, toMs: number, totalMs: number, full: string, empty: string): string {
  const at = (ms: number) => Math.round((ms / totalMs) * barWidth);
  const length = Math.max(1, at(toMs) - at(fromMs));
  return empty.repeat(at(fromMs)) + full.repeat(length) + ' '.repeat(Math.max(0, barWidth - at(fromMs) - length));
}
