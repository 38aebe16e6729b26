import { join } from 'node:path';
import type { Breakable } from '../chaos/breakable.ts';
import { describeExit } from '../load/k6-exit.ts';
import type { LoadEnding } from '../load/k6.ts';
import { describeLoad } from '../model/describe-load.ts';
import type { Plan } from '../model/plan.ts';
import { watchGenerator } from '../probe/generator-health.ts';
import { watchServices } from '../probe/sampler.ts';
import type { RecordWriter } from '../record/record-writer.ts';
import { now, sleep } from '../system/clock.ts';
import type { Armed } from './arm.ts';
import { auditData } from './audit-data.ts';
import type { Findings } from './findings.ts';
import { breakablesOf } from './breakables.ts';
import { BreakpointWatch } from './breakpoint.ts';
import { BudgetWatch } from './budget.ts';
import { HaltWatch } from './halt.ts';
import { LivePhase } from './live-phase.ts';
import { LiveState } from './live-state.ts';
import { playAndWatch } from './play-and-watch.ts';
import { RequireWatch } from './require.ts';
import type { RunSpec } from './run-spec.ts';
import { Stops } from './stops.ts';
import { whenAborted } from './when-aborted.ts';

/** Releases the load, plays the faults beside it, and ends everything in an orderly way when it is over or interrupted. */
export async function play(
  { undo, proxy, adopted, gateways, target, load, live, silence }: Armed,
  spec: RunSpec,
  record: RecordWriter,
  findings: Findings,
): Promise<void> {
  const { plan, inputs, host, manifest, folder, projectRoot } = spec;
  const { progress } = host;
  const phase = new LivePhase(plan);
  const state = new LiveState(plan, inputs.slo, live, phase);
  const stops = new Stops([
    new BreakpointWatch(plan, inputs.slo, live.window),
    new BudgetWatch(plan, inputs.slo, live.window, phase),
    ...(plan.halt ?? []).map((halt) => new HaltWatch(halt, inputs.slo, live, phase)),
    new RequireWatch(plan, inputs.slo, live),
  ]);
  const over = new AbortController();
  progress.stage(`load: ${describeLoad(plan.profile)}`);
  const t0 = await Promise.race([load.release(), whenAborted(host.interrupted).then(() => null)]);
  if (t0 === null) {
    await load.stop();
    conclude(await load.finished, plan, findings);
    return;
  }
  findings.t0 = t0;
  progress.loadStarted(plan);
  await record.manifest({ ...manifest, t0 });

  const faults = playAndWatch({
    plan,
    breakableOf: breakablesOf({
      proxy: { edges: new Map<string, Breakable>([...proxy.edges, ...adopted]) },
      gateways,
      target,
      undo,
      env: host.env,
      seed: plan.scenario.seed,
      places: { cwd: projectRoot, logFile: (fault) => join(folder, 'services', `${fault}.log`) },
    }),
    places: [...target.edges, ...target.services],
    t0,
    over: over.signal,
    onProbe: (probe) => record.probe(probe),
    onEvent(event) {
      record.fault(event);
      phase.event(event);
      progress.fault(event);
    },
  });
  const health = watchGenerator({
    metricsUrl: load.metricsUrl,
    silence,
    t0,
    sink: (series, atMs, value) => record.sample(series, atMs, value),
  });
  const signals = watchServices({
    probes: plan.target.probes ?? [],
    services: target.services.map((one) => ({ ...one, traffic: () => gateways.trafficTo(one.name) })),
    everyMs: plan.target.sampleEveryMs ?? 1000,
    t0,
    sink(series, atMs, value) {
      record.sample(series, atMs, value);
      state.sample(series, atMs, value);
    },
  });
  const ticking = setInterval(() => {
    const elapsedMs = now() - t0;
    stops.look(elapsedMs);
    progress.tick(state.at(elapsedMs));
  }, 250);

  const { script } = plan;
  const latestMs = plan.profile.durationMs + plan.scenario.gracefulStopMs + (script?.teardownMs ?? 0) + 10_000;
  const latest = sleep(latestMs, over.signal).then(
    () => findings.problems.push('k6 did not end when its load was over, and was stopped'),
    () => undefined,
  );
  const crashed = target.crashed.then((sentence) => void findings.problems.push(sentence));
  try {
    const unwritable = record.broken.then(() => progress.note(`${record.problems.join('; ')}: the load is stopped`));
    const ends = [load.finished, latest, crashed, unwritable];
    await Promise.race([...ends, whenAborted(stops.signal), whenAborted(host.interrupted)]);
  } finally {
    clearInterval(ticking);
    health.stop();
    signals.stop();
    over.abort();
    findings.loadMs = now() - t0;
    findings.stopped = stops.first;
    if (stops.first !== null) progress.note(`${stops.first.reason}: the load is stopped`);
    const played = await faults.end(host.hurried);
    findings.problems.push(...played.problems);
    findings.problems.push(...played.left);
    await Promise.all([...adopted.values()].map((edge) => edge.lookBack()));
    await load.stop();
  }
  conclude(await load.finished, plan, findings);
  await auditData(target, spec, record, findings);
  await target.stop();
  await proxy.stop();
  await gateways.stop();
}

function conclude(ending: LoadEnding, { script }: Plan, findings: Findings): void {
  const { exit, stopped, scriptErrors, errorExamples, brokenPasses, lastLog } = ending;
  findings.k6Exit = exit.code;
  findings.scriptErrors = scriptErrors;
  findings.errorExamples = errorExamples;
  if (exit.code !== 0 && !stopped) {
    findings.problems.push(describeExit(exit, lastLog));
  }
  if (!brokenPasses) return;
  const what = script === undefined ? 'a journey threw outside of its steps' : 'iterations of the script threw';
  findings.problems.push(`${what}, so what would have followed is missing from all figures`);
}
