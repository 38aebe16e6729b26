import { servicesOf, type CheckedTarget } from '../inputs/check-target.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import { furtherTagsOf } from '../model/further-tags.ts';
import { describeK6Extension } from '../model/k6-extension.ts';
import { pathIn } from '../model/path.ts';
import type { Plan } from '../model/plan.ts';
import { lengthOf } from '../model/load-curve.ts';
import { fineWindows } from '../model/timeline.ts';
import { quietFor, scaleTime, scaleWindow } from './time-scale.ts';

/** Lays everything of a run on one timeline. Pure: the same inputs give the same plan. */
export function makePlan(
  inputs: Inputs,
  about: { experiment: string; projectRoot: string; build: string | null },
): Plan {
  const { scenario, target, faultPlan, stops, slo } = inputs;
  const path = (file: string) => pathIn(about.projectRoot, file);
  const { profile } = scenario;
  const atScale = <T extends { readonly forMs: number }>(one: T): T => ({
    ...one,
    forMs: scaleWindow(one.forMs, inputs.timeScale),
  });
  const { curve, warmUpMs, faults, recoveryMs } = scaleTime(
    {
      curve: profile.curve,
      warmUpMs: profile.warmUpMs,
      faults: [...(faultPlan?.faults ?? [])].sort((a, b) => a.startMs - b.startMs),
      recoveryMs: faultPlan?.recoveryMs ?? 0,
    },
    inputs.timeScale,
    quietFor(slo, profile.name),
  );
  const asked = furtherTagsOf(slo);
  return {
    version: 1,
    experiment: about.experiment,
    scenario: {
      file: path(scenario.file),
      name: scenario.name,
      journeys: scenario.journeys.map(({ feeders, ...journey }) => ({
        ...journey,
        feeders: Object.fromEntries(
          Object.entries(feeders).map(([name, feeder]) => [name, { ...feeder, file: path(feeder.file) }]),
        ),
      })),
      requestTimeoutMs: scenario.requestTimeoutMs,
      gracefulStopMs: scenario.gracefulStopMs,
      seed: scenario.seed,
      expectLimits: scenario.expectLimits,
      sourceAddresses: scenario.sourceAddresses,
      ...(asked.length === 0 ? {} : { furtherTags: asked }),
    },
    profile: {
      ...profile,
      curve,
      warmUpMs,
      durationMs: lengthOf(curve),
      breakpoint: profile.breakpoint && {
        ...profile.breakpoint,
        sustainedMs: scaleWindow(profile.breakpoint.sustainedMs, inputs.timeScale),
      },
    },
    target: {
      name: target.name,
      file: target.file === null ? null : path(target.file),
      options: target.options,
      services: servicesOf(target),
      edges: target.edges
        .filter(({ from }) => from !== 'k6' || scenario.sourceAddresses === null)
        .map(({ name }) => name),
      ...adoptedIn(target),
      probes: target.probes,
      sampleEveryMs: target.sampleEveryMs,
    },
    faults,
    faultParams: faultPlan?.params ?? {},
    faultSeed: faultPlan?.seed ?? null,
    require: stops.require && atScale(stops.require),
    halt: stops.halt.map(atScale),
    recoveryMs,
    fine: fineWindows(faults, recoveryMs),
    sloFile: slo === null ? null : path(slo.file),
    faultPlanFile: faultPlan === null ? null : path(faultPlan.file),
    build: about.build,
    timeScale: inputs.timeScale,
    tags: inputs.tags,
    validity: inputs.validity,
    k6Extensions: inputs.k6Extensions.map((one) => describeK6Extension(one, about.projectRoot)),
    ...(scenario.script === null ? {} : { script: scenario.script.planned }),
  };
}

function adoptedIn({ toxiproxy, edges }: CheckedTarget): Pick<Plan['target'], 'adopted'> {
  if (toxiproxy === null) return {};
  const proxies = edges.flatMap(({ name, adopt }) => (adopt === null ? [] : [[name, adopt] as const]));
  return { adopted: { toxiproxy, proxies: Object.fromEntries(proxies) } };
}
