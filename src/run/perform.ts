import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tools } from '../binaries/obtain-tools.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/fault-proxy.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import { armK6, type ArmedLoad, type LoadEnding } from '../load/k6.ts';
import type { Plan } from '../model/plan.ts';
import type { Manifest } from '../model/record.ts';
import { openRecord, type RecordWriter } from '../record/record-writer.ts';
import { runFiles } from '../record/run-folder.ts';
import { now, sleep } from '../system/clock.ts';
import { startTarget, type RunningTarget } from '../target/start-target.ts';
import { describeEntry } from '../undo/entry.ts';
import { makeTempFolder } from '../undo/temp-folder.ts';
import { openUndoLog, type UndoLog } from '../undo/undo-log.ts';
import { LivePhase } from './live-phase.ts';
import { playAndWatch } from './play-and-watch.ts';
import type { Interruption, RunHost } from './run-host.ts';

export interface PerformSpec {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly tools: Tools;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly host: RunHost;
}

/** All that runs, armed and waiting for the load to be released. */
interface Armed {
  readonly proxy: FaultProxy;
  readonly target: RunningTarget;
  readonly load: ArmedLoad;
}

/** What the run has to say about itself. */
interface Findings {
  readonly problems: string[];
  readonly left: string[];
  scriptErrors: readonly string[];
  t0: number | null;
  loadMs: number;
  k6Exit: number | null;
}

/**
 * Starts everything, releases the load, plays the faults, and undoes everything; the folder holds the record afterwards.
 *
 * However it ends, nothing that it started is alive when it returns or throws; should this process be killed, the
 * guardian sees to it.
 *
 * @throws ProofloadError when something could not be started (exit 7)
 */
export async function perform(spec: PerformSpec): Promise<void> {
  const { folder, host, manifest } = spec;
  using record = openRecord(folder);
  await record.manifest(manifest);
  const undo = await openUndoLog({ runId: manifest.runId, journalFile: join(folder, runFiles.journal) });
  const findings: Findings = { problems: [], left: [], scriptErrors: [], t0: null, loadMs: 0, k6Exit: null };
  let failure: unknown;
  try {
    const armed = await unlessInterrupted(arm(spec, undo, record), host.interrupted);
    if (armed !== undefined) await play(armed, spec, record, findings);
  } catch (error) {
    failure = error;
    findings.problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    host.progress.stage('cleaning up');
    const left = await undo.undoAll();
    findings.left.push(...left.map(({ entry, reason }) => `${describeEntry(entry)}: ${reason}`));
    const { problems, scriptErrors, t0, loadMs, k6Exit } = findings;
    const interrupted = host.interrupted.aborted ? (host.interrupted.reason as Interruption) : null;
    const ending = {
      at: new Date().toISOString(),
      loadMs,
      interrupted,
      k6Exit,
      problems,
      scriptErrors,
      left: findings.left,
    };
    await record.manifest({ ...manifest, t0, ending });
  }
  if (failure !== undefined && !host.interrupted.aborted) throw withLeft(failure, findings.left);
}

/** The value, or undefined as soon as the run is interrupted; what was being started is undone by the caller. */
async function unlessInterrupted<T>(work: Promise<T>, interrupted: AbortSignal): Promise<T | undefined> {
  work.catch(() => undefined); // after an interruption nobody waits for it
  return await Promise.race([work, whenAborted(interrupted).then(() => undefined)]);
}

function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function arm(
  { plan, inputs, tools, folder, manifest, host }: PerformSpec,
  undo: UndoLog,
  record: RecordWriter,
): Promise<Armed> {
  const { runId } = manifest;
  const services = join(folder, 'services');
  await mkdir(services);
  const work = await makeTempFolder('run', undo);
  const { progress } = host;

  progress.stage('starting the fault proxy');
  const proxy = await startFaultProxy({
    binary: tools.toxiproxy.path,
    undo,
    runId,
    logFile: join(services, 'toxiproxy.log'),
  });
  progress.stage(`starting the target: ${plan.target.services.map(({ name }) => name).join(', ')}`);
  const target = await startTarget({
    target: inputs.target,
    runId,
    workDir: work.path,
    logDir: services,
    undo,
    hostEnv: host.env,
    node: host.node,
    addEdge: ({ name, upstream, port }) =>
      proxy.addEdge({
        name,
        upstream: `${upstream.host}:${upstream.port}`,
        ...(port === null ? {} : { listenPort: port }),
      }),
  });
  progress.stage('arming k6');
  const load = await armK6({
    binary: tools.k6.path,
    scriptFile: join(folder, runFiles.script),
    url: target.url,
    home: work.path,
    logFile: join(folder, runFiles.k6Log),
    fine: plan.fine,
    undo,
    onSeries: (bytes) => record.series(bytes),
  });
  return { proxy, target, load };
}

async function play(
  { proxy, target, load }: Armed,
  spec: PerformSpec,
  record: RecordWriter,
  findings: Findings,
): Promise<void> {
  const { plan, host, manifest } = spec;
  const { progress } = host;
  const phase = new LivePhase(plan);
  const over = new AbortController();
  progress.stage(`load: ${plan.profile.users} users for ${plan.profile.durationMs / 1000} s`);
  const t0 = await load.release();
  findings.t0 = t0;
  await record.manifest({ ...manifest, t0 });

  const faults = playAndWatch({
    plan,
    proxy,
    edges: target.edges,
    t0,
    over: over.signal,
    onProbe: (probe) => record.probe(probe),
    onEvent(event) {
      record.fault(event);
      phase.event(event);
      progress.fault(event);
    },
  });
  const ticking = setInterval(() => {
    const elapsedMs = now() - t0;
    const state = { elapsedMs, totalMs: plan.profile.durationMs, phase: phase.at(elapsedMs), faults: phase.faults };
    progress.tick({ ...load.live.figures(elapsedMs), ...state });
  }, 250);
  proxy.onCrash((what) => findings.problems.push(what));

  const latest = sleep(plan.profile.durationMs + plan.scenario.gracefulStopMs + 10_000, over.signal).then(
    () => findings.problems.push('k6 did not end when its load was over, and was stopped'),
    () => undefined,
  );
  const crashed = target.crashed.then((sentence) => void findings.problems.push(sentence));
  try {
    await Promise.race([load.finished, latest, crashed, whenAborted(host.interrupted)]);
  } finally {
    clearInterval(ticking);
    over.abort();
    findings.loadMs = now() - t0;
    const played = await faults.end();
    findings.problems.push(...played.problems);
    findings.left.push(...played.left);
    await load.stop();
  }
  conclude(await load.finished, host.interrupted.aborted, findings);
  await target.stop();
  await proxy.stop();
}

function conclude(ending: LoadEnding, stopped: boolean, findings: Findings): void {
  const { exit, scriptErrors, brokenPasses, lastLog } = ending;
  findings.k6Exit = exit.code;
  findings.scriptErrors = scriptErrors;
  if (exit.code !== 0 && !stopped) {
    findings.problems.push(`k6 ended with ${exit.code ?? exit.signal}: ${lastLog.at(-1) ?? 'it said nothing'}`);
  }
  if (brokenPasses)
    findings.problems.push('a journey threw outside of its steps, so its later steps are missing from all figures');
}

function withLeft(failure: unknown, left: readonly string[]): unknown {
  if (left.length === 0) return failure;
  return new ProofloadError('cleanup-incomplete', 'the run could not be carried out, and something is left behind', {
    exit: 'unclean',
    problems: left.map((message) => ({ message })),
    cause: failure,
    hint: 'proofload clean',
  });
}
