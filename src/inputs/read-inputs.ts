import { resolve } from 'node:path';
import { defineTarget } from '../define/target.ts';
import type { K6Extension } from '../model/k6-extension.ts';
import { pathIn } from '../model/path.ts';
import type { Slo } from '../model/slo.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';
import { checkOverrides } from './check-overrides.ts';
import { chooseToxiproxy, whyNotThrough } from './check-adopted.ts';
import { checkBreakpoint } from './check-breakpoint.ts';
import { checkFaultPlan, faultIds, type CheckedFaultPlan } from './check-fault-plan.ts';
import { checkSourceAddresses } from './check-source-addresses.ts';
import { checkStops, noStops, type CheckedStops } from './check-stops.ts';
import { chooseParams } from './fault-params.ts';
import { checkScenario, type CheckedScenario } from './check-scenario.ts';
import { signalsOf } from './check-probes.ts';
import { checkTarget, servicesOf, type CheckedTarget } from './check-target.ts';
import { profilesOf } from './choose-profile.ts';
import { faultIdsOf, ledgerNames, otherSignals, ownMetrics, profileNames } from './known-names.ts';
import { checkPlainScript, isPlainScript, refuseChanges, type InspectScript } from './plain-script.ts';
import { Problems } from './problems.ts';
import { readModule } from './read-module.ts';
import { readSlo } from './read-slo.ts';
import type { Request } from './request.ts';

/** All that a run is made of, checked; nothing has been started. */
export interface Inputs {
  readonly scenario: CheckedScenario;
  readonly target: CheckedTarget;
  readonly faultPlan: CheckedFaultPlan | null;
  /** What may end the run before its time. */
  readonly stops: CheckedStops;
  readonly slo: Slo | null;
  /** Times of load and faults are multiplied by this. */
  readonly timeScale: number;
  /** What `__ENV` holds in k6. */
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly k6Extensions: readonly K6Extension[];
  readonly validity: ValidityLimits;
  /** Absolute paths of every file that was read. */
  readonly files: readonly string[];
}

/**
 * Reads scenario, target, fault plan and SLO file.
 *
 * @param inspect asks k6 about a plain script
 * @throws ProofloadError `bad-input` with every problem of every file
 */
export async function readInputs(request: Request, inspect: InspectScript = nobodyToAsk): Promise<Inputs> {
  const problems = new Problems();
  const overrides = checkOverrides(request.overrides, problems);
  const files = new Set<string>();
  const read = async (file: string): Promise<unknown> => {
    const module = await readModule(file, request.projectRoot, overrides.env);
    if ('problems' in module) {
      problems.addAll(module.problems);
      return undefined;
    }
    for (const one of module.files) files.add(one);
    return module.value;
  };

  const planValue = chooseParams(
    request.chaos === null ? undefined : await read(request.chaos),
    overrides.faultParams,
    problems,
  );
  let scenarioValue: unknown;
  const scenario = (await isPlainScript(request.scenario, request.projectRoot, overrides.env))
    ? await readScript()
    : await readScenario();
  const targetValue = request.targetUrl === null ? scenario?.target : urlTarget(request.targetUrl);
  let target: CheckedTarget | undefined;
  if (scenario !== undefined) {
    const unknown = scenario.script !== null && targetValue === undefined;
    target = unknown ? noTarget : checkTarget(targetValue, request.targetOptions, request, problems);
    target = target && chooseToxiproxy(target, request, problems);
  }
  // What a script calls its requests is known when it makes them.
  const steps = scenario?.script === null ? [...new Set(scenario.journeys.flatMap((journey) => journey.steps))] : null;
  const faultPlan =
    request.chaos === null || planValue === undefined || scenario === undefined || target === undefined
      ? null
      : (checkFaultPlan(
          planValue,
          request.chaos,
          {
            durationMs: scenario.profile.durationMs,
            warmUpMs: scenario.profile.warmUpMs,
            seed: { chosen: overrides.faultSeed, fallback: scenario.seed },
            edges: target.edges.map(({ name }) => name),
            services: target.services,
            steps,
            refusesOn: whyNotThrough(target),
          },
          problems,
        ) ?? null);

  const ownProfiles =
    scenario?.script === null ? Object.keys(profilesOf(scenarioValue, request.scenario)) : [scenario?.name ?? ''];
  let slo: Slo | undefined;
  if (request.slo !== null && scenario !== undefined) {
    const asked = target ?? noTarget;
    const names = {
      steps,
      journeys: steps === null ? null : scenario.journeys.map(({ name }) => name),
      faultIds: [...new Set([...faultIds(planValue), ...(await faultIdsOf(request.projectRoot, request.chaos))])],
      profile: scenario.profile.name,
      profiles: (wanted: readonly string[]) => profileNames(wanted, ownProfiles, request),
      metrics: (wanted: readonly string[]) => ownMetrics(wanted, scenario.journeys, request),
      target: { ...asked, services: servicesOf(asked) },
      // With mistakes in it, a target's probes are still known by name.
      signals: async (wanted: readonly string[]) => ({
        ...(await otherSignals(wanted, asked, request)),
        ...signalsOf(targetValue),
      }),
      ledgers: (wanted: readonly string[]) => ledgerNames(wanted, scenario.journeys, request),
    };
    const { slo: path, projectRoot } = request;
    const read = await readSlo({ path, shownAs: pathIn(projectRoot, path), projectRoot }, names, problems);
    slo = read?.slo;
    for (const file of read?.files ?? []) files.add(file);
  }
  if (scenario !== undefined) {
    const limits = request.slo === null ? null : slo;
    checkBreakpoint(scenario, limits, request.chaos, problems);
    const { sourceAddresses, profile, file } = scenario;
    if (sourceAddresses !== null) {
      const context = { maxUsers: profile.maxUsers, target, faultPlan, place: { file } };
      checkSourceAddresses(sourceAddresses, context, problems);
    }
  }
  const stops =
    faultPlan === null || scenario === undefined || (request.slo !== null && slo === undefined)
      ? noStops
      : checkStops(faultPlan, slo ?? null, scenario.profile, problems);
  problems.throwIfAny();
  if (scenario === undefined || target === undefined) throw new Error('inputs are incomplete without a problem');
  for (const file of scenario.rows.keys()) files.add(file);
  for (const service of Object.values(target.services)) {
    if (service.kind === 'postgres') for (const file of service.init) files.add(resolve(target.folder, file));
    if (service.kind === 'node') files.add(resolve(target.folder, service.entry));
  }
  const { timeScale, env, tags } = overrides;
  return {
    scenario,
    target,
    faultPlan,
    stops,
    slo: slo ?? null,
    timeScale,
    env,
    tags,
    k6Extensions: request.k6Extensions,
    validity: request.validity,
    files: [...files].sort(),
  };

  async function readScenario(): Promise<CheckedScenario | undefined> {
    const before = problems.count;
    scenarioValue = await read(request.scenario);
    const changes = { profile: request.profile, overrides };
    return problems.count > before ? undefined : checkScenario(scenarioValue, request.scenario, changes, problems);
  }

  async function readScript(): Promise<CheckedScenario | undefined> {
    files.add(request.scenario);
    refuseChanges(request, problems);
    const inspected = await inspect(request.scenario, overrides.env);
    if ('problems' in inspected) {
      problems.addAll(inspected.problems);
      return undefined;
    }
    const faultTarget = (planValue as { target?: unknown } | undefined)?.target;
    return await checkPlainScript(inspected.value, request.scenario, faultTarget, request.projectRoot, problems);
  }
}

const nobodyToAsk: InspectScript = (file) =>
  Promise.resolve({ problems: [{ message: 'only k6 can read a plain script', place: { file } }] });

/** Of a plain script that was given none: it goes wherever it goes, and through no fault proxy. */
const noTarget: CheckedTarget = {
  name: 'none',
  file: null,
  folder: '.',
  services: {},
  runtime: 'processes',
  edges: [],
  toxiproxy: null,
  options: {},
  audits: {},
  startOrder: [],
  entry: '',
  probes: [],
  sampleEveryMs: 1000,
};

/** Any HTTP service at a URL, as a target with one edge. */
function urlTarget(url: string): unknown {
  const target = defineTarget({
    name: 'url',
    services: { target: { kind: 'external', url: url.replace(/\/+$/, '') as `http://${string}` } },
    edges: ['k6->target'],
  });
  // It is defined on the command line, not in this file.
  return { ...target, definedAt: '' };
}
