import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptEdges } from '../chaos/adopted/adopt-edges.ts';
import type { AdoptedEdge } from '../chaos/adopted/adopted-edge.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/fault-proxy.ts';
import { KeptEdges } from '../chaos/kept/kept-edges.ts';
import { gatewaysOf, type Gateways } from '../gateway/gateways.ts';
import type { FaultAction } from '../model/fault-action.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import { armK6, type ArmedLoad } from '../load/k6.ts';
import { ledgersOf } from '../model/plan.ts';
import { Silence } from '../probe/silence.ts';
import { sha256 } from '../record/read-record.ts';
import type { RecordWriter } from '../record/record-writer.ts';
import { runFiles } from '../record/run-folder.ts';
import { now } from '../system/clock.ts';
import { startTarget, type RunningTarget } from '../target/start-target.ts';
import { stateFolder } from '../undo/state-folder.ts';
import { lockForRun } from '../undo/run-lock.ts';
import { makeTempFolder } from '../undo/temp-folder.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { edgeMaker } from './add-edge.ts';
import { adoptionOf } from './adoption-of.ts';
import { listenAtOf } from './edges-to-keep.ts';
import type { Findings } from './findings.ts';
import { LiveLoad } from './live-load.ts';
import type { RunSpec } from './run-spec.ts';
import { workedOn } from './unclean.ts';

/** All that runs, armed and waiting for the load to be released. */
export interface Armed {
  readonly undo: UndoLog;
  readonly proxy: FaultProxy;
  readonly adopted: ReadonlyMap<string, AdoptedEdge>;
  readonly gateways: Gateways;
  readonly target: RunningTarget;
  readonly load: ArmedLoad;
  readonly live: LiveLoad;
  /** Of the load's stream. */
  readonly silence: Silence;
}

/** Starts target with its fault proxies, then k6; the load is held back. What is started is in the undo log. */
export async function arm(
  { plan, inputs, tools, folder, script: toRun, projectRoot, manifest, host }: RunSpec,
  undo: UndoLog,
  record: RecordWriter,
  findings: Findings,
): Promise<Armed> {
  const { runId } = manifest;
  const { script } = inputs.scenario;
  const services = join(folder, 'services');
  await mkdir(services);
  await lockExternal(inputs, undo);
  const work = await makeTempFolder('run', undo);
  const { progress } = host;

  const proxy = await startFaultProxy({
    binary: tools.toxiproxy.path,
    undo,
    runId,
    logFile: join(services, 'toxiproxy.log'),
  });
  const onLost = (what: string, sinceMs: number): void => {
    if (host.interrupted.aborted) return;
    findings.problems.push(what);
    findings.edgeLostMs = Math.min(sinceMs, findings.edgeLostMs ?? Infinity);
  };
  const onCrash = (what: string): void => onLost(what, findings.t0 === null ? 0 : now() - findings.t0);
  // Nobody knows when that began.
  const onProblem = (what: string): void => onLost(what, 0);
  proxy.onCrash(onCrash);
  const note = (text: string): void => progress.note(text);
  const adopted = await adoptEdges(adoptionOf(inputs.target), { undo, onProblem, note });
  const gateways = gatewaysOf({ node: host.node, logFile: join(services, 'gateway.log'), undo, onCrash });
  const store = new KeptEdges(stateFolder(host.env));
  const names = plan.target.services.map(({ name }) => name).join(', ');
  progress.stage(
    names === ''
      ? 'no target was given: requests go where the script says, through no fault proxy'
      : `starting the target: ${names}, and a fault proxy for each edge`,
  );
  const whoseIs = (kind: FaultAction['kind']) =>
    new Set(plan.faults.flatMap(({ on, action }) => (action.kind === kind ? [on] : [])));
  const target = await startTarget({
    target: inputs.target,
    runId,
    workDir: work.path,
    logDir: services,
    undo,
    hostEnv: host.env,
    timeScale: plan.timeScale,
    hosts: script?.hosts ?? {},
    node: host.node,
    filledDisks: whoseIs('disk-full'),
    movedClocks: whoseIs('clock-skew'),
    addEdge: edgeMaker(plan, proxy, gateways, listenAtOf(inputs.target, { store, undo, note }), adopted),
  });
  progress.stage('arming k6');
  const live = new LiveLoad();
  const silence = new Silence(now());
  const load = await armK6({
    binary: tools.k6.path,
    scriptFile: await toRun.place(work.path),
    url: target.entry?.url ?? null,
    hosts: target.entry?.hosts ?? {},
    through: target.entry?.through ?? null,
    insecureSkipTLSVerify: target.entry?.insecureSkipTLSVerify ?? false,
    env: inputs.env,
    hostEnv: host.env,
    plain: script && {
      folder: projectRoot,
      systemTags: [...new Set([...script.systemTags, ...(plan.scenario.furtherTags ?? [])])],
      summary: script.summary,
    },
    sourceAddresses: plan.scenario.sourceAddresses,
    home: work.path,
    logFile: join(folder, runFiles.k6Log),
    ledgerFile: ledgersOf(plan).length === 0 ? undefined : join(folder, runFiles.ledger),
    fine: plan.fine,
    undo,
    onSeries(bytes) {
      silence.heard(now());
      record.series(bytes);
      live.push(bytes);
    },
  });
  return { undo, proxy, adopted, gateways, target, load, live, silence };
}

/** Two runs at once on somebody's running service would measure and break each other; what we start is a run's own. */
async function lockExternal({ target }: Inputs, undo: UndoLog): Promise<void> {
  for (const address of workedOn(target).addresses) {
    const path = join(tmpdir(), `proofload-lock-${sha256(address).slice(0, 16)}`);
    await lockForRun(path, address, undo);
  }
}
