import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PlannedJourney, PlannedMetric, PlannedTarget } from '../model/plan.ts';
import type { Signal } from '../model/signal.ts';
import { faultIds } from './check-fault-plan.ts';
import { ledgersIn, metricsOf } from './check-journey.ts';
import { signalsOf } from './check-probes.ts';
import { generalProfiles, profilesOf } from './choose-profile.ts';
import { readModule } from './read-module.ts';
import { scenarioName } from './scenario-name.ts';

/**
 * Fault ids of all plans of the project: an SLO file serves many experiments, so it may name faults that are
 * not part of this run (those objectives are not evaluated) but none that does not exist.
 *
 * @param chaos fault plan of the run, whose folder holds the others; null = `chaos/` of the project
 */
export async function faultIdsOf(projectRoot: string, chaos: string | null): Promise<string[]> {
  const folder = chaos === null ? join(projectRoot, 'chaos') : dirname(chaos);
  const names = await readdir(folder).catch(() => []);
  const plans = names.filter((name) => name.endsWith('.ts') && join(folder, name) !== chaos);
  const read = await Promise.all(plans.map((name) => readModule(join(folder, name), projectRoot)));
  return read.flatMap((module) => ('value' in module ? faultIds(module.value) : []));
}

/** Where the scenarios of a project are. */
export interface Project {
  readonly projectRoot: string;
  /** That of the run. */
  readonly scenario: string;
}

/**
 * Profiles that exist: the general ones, those of the run's scenario, and those of the project's other scenarios, which
 * are only read while a wanted name has not been found; one that is called as the file is first.
 *
 * @param own names of the profiles of the run's scenario
 */
export async function profileNames(
  wanted: readonly string[],
  own: readonly string[],
  project: Project,
): Promise<readonly string[]> {
  const found = new Set([...own, ...generalProfiles]);
  const isMissing = () => wanted.some((name) => !found.has(name));
  if (!isMissing()) return [...found];
  for await (const { file, value } of otherScenarios(project, wanted)) {
    for (const name of Object.keys(profilesOf(value, file))) found.add(name);
    if (!isMissing()) break;
  }
  return [...found];
}

/**
 * What journeys measure themselves: those of the run's scenario, and those of the project's other scenarios, which are
 * only read while a wanted metric has not been found.
 */
export async function ownMetrics(
  wanted: readonly string[],
  journeys: readonly Pick<PlannedJourney, 'metrics'>[],
  project: Project,
): Promise<Readonly<Record<string, PlannedMetric>>> {
  const found = Object.assign({}, ...journeys.map(({ metrics }) => metrics)) as Record<string, PlannedMetric>;
  const isMissing = () => wanted.some((name) => !Object.hasOwn(found, name));
  if (!isMissing()) return found;
  for await (const { value } of otherScenarios(project, [])) {
    for (const [name, metric] of Object.entries(metricsOf(value))) found[name] ??= metric;
    if (!isMissing()) break;
  }
  return found;
}

/** What targets of the project's other scenarios are asked for, which are only read while a wanted signal has not been found. */
export async function otherSignals(
  wanted: readonly string[],
  { probes = [] }: Pick<PlannedTarget, 'probes'>,
  project: Project,
): Promise<Readonly<Record<string, Signal>>> {
  const found: Record<string, Signal> = {};
  const missing = wanted.filter((name) => !probes.some(({ metric }) => metric === name));
  const isMissing = () => missing.some((name) => !Object.hasOwn(found, name));
  if (!isMissing()) return found;
  for await (const { value } of otherScenarios(project, [])) {
    for (const [name, signal] of Object.entries(signalsOf(value.target))) found[name] ??= signal;
    if (!isMissing()) break;
  }
  return found;
}

/** Ledgers that journeys keep: of the run's scenario, and of the project's others while a wanted one has not been found. */
export async function ledgerNames(
  wanted: readonly string[],
  journeys: readonly Pick<PlannedJourney, 'ledgers'>[],
  project: Project,
): Promise<readonly string[]> {
  const found = new Set(journeys.flatMap(({ ledgers }) => ledgers));
  const isMissing = () => wanted.some((name) => !found.has(name));
  if (!isMissing()) return [...found];
  for await (const { value } of otherScenarios(project, [])) {
    for (const name of ledgersIn(value)) found.add(name);
    if (!isMissing()) break;
  }
  return [...found];
}

interface OtherScenario {
  readonly file: string;
  readonly value: { readonly proofload: 'scenario'; readonly target?: unknown };
}

/** @param first names of files, without their ending, to begin with */
async function* otherScenarios(
  { projectRoot, scenario }: Project,
  first: readonly string[],
): AsyncGenerator<OtherScenario, void> {
  const files = new Set([
    ...(await modulesIn(join(projectRoot, 'scenarios'), true)),
    ...(await modulesIn(dirname(scenario), false)),
  ]);
  const isFirst = (file: string) => (first.includes(scenarioName(file)) ? 0 : 1);
  for (const file of [...files].sort((a, b) => isFirst(a) - isFirst(b))) {
    if (file === scenario) continue;
    const module = await readModule(file, projectRoot);
    const value = 'value' in module ? (module.value as OtherScenario['value'] | undefined) : undefined;
    if (value?.proofload === 'scenario') yield { file, value };
  }
}

async function modulesIn(folder: string, recursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive }).catch(() => []);
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
