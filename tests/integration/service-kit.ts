import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Service as ServiceDefinition } from '../../src/define/target.ts';
import { startFaultProxy } from '../../src/chaos/fault-proxy.ts';
import { defineTarget } from '../../src/define/target.ts';
import { checkTarget } from '../../src/inputs/check-target.ts';
import type { Runtime } from '../../src/inputs/request.ts';
import { Problems } from '../../src/inputs/problems.ts';
import type { DatabaseAction } from '../../src/model/faults/database.ts';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import type { Exposure, FaultEvent } from '../../src/model/record.ts';
import type { Plan, PlannedFault } from '../../src/model/plan.ts';
import type { Probe } from '../../src/probe/probe.ts';
import { breakablesOf } from '../../src/run/breakables.ts';
import { playAndWatch } from '../../src/run/play-and-watch.ts';
import { now, sleep } from '../../src/system/clock.ts';
import { RequestFailed, request } from '../../src/system/http.ts';
import { startTarget, type RunningTarget } from '../../src/target/start-target.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';
import { toxiproxy } from './chaos-kit.ts';

/** A service that answers, writes and ends as it is told to. */
export const clerk = {
  kind: 'node',
  entry: 'tests/fixtures/clerk/clerk.ts',
  env: { HOST: '{host}', PORT: '{port}' },
  ready: '/ready',
} as const;

/** Named after what it does. */
export function faultOn(
  on: string,
  action: ServiceAction | DatabaseAction,
  startMs: number,
  endMs: number,
): PlannedFault {
  return { id: action.kind, on, startMs, endMs, action };
}

export interface Stage extends AsyncDisposable {
  readonly target: RunningTarget;
  readonly undo: UndoLog;
  /** Of the service that the load goes to. */
  readonly url: string;
  /** What the service has logged until now. */
  log(service: string): Promise<string>;
  /** Plays faults, with canaries, and gives what was seen, once they are healed and `afterMs` have passed. */
  play(faults: readonly PlannedFault[], afterMs?: number): Promise<Performance>;
}

export interface Performance {
  readonly t0: number;
  readonly events: readonly FaultEvent[];
  readonly probes: readonly Probe[];
  readonly problems: readonly string[];
  readonly left: readonly string[];
}

/** Paths are relative to the repository. */
const root = join(import.meta.dirname, '../..');

export interface StageOptions {
  readonly filledDisks?: readonly string[];
  readonly movedClocks?: readonly string[];
  readonly runtime?: Runtime;
  /** With a fault proxy on each edge. @default false */
  readonly proxied?: boolean;
}

/** A target of these services that really runs. */
export async function startStage(
  services: Readonly<Record<string, ServiceDefinition>>,
  edges: readonly string[],
  { filledDisks = [], movedClocks = [], runtime = 'processes', proxied = false }: StageOptions = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'service-test-'));
  const [workDir, logDir] = [join(folder, 'work'), join(folder, 'logs')];
  await mkdir(workDir);
  await mkdir(logDir);
  const runId = `service-test-${process.pid}-${Date.now()}`;
  const undo = await openUndoLog({ runId, journalFile: join(folder, 'journal.ndjson') });
  const problems = new Problems();
  const definition = {
    ...defineTarget({ name: 'stage', services, edges: edges as never[] }),
    definedAt: `at ${root}/x.ts:1:1`,
  };
  const checked = checkTarget(definition, {}, { allowRemote: false, runtime }, problems);
  problems.throwIfAny();
  const logFile = join(logDir, 'toxiproxy.log');
  const proxy = await startFaultProxy({ binary: toxiproxy.path, undo, runId, logFile });
  const hostEnv = { PATH: process.env['PATH'] ?? '' };
  const target = await startTarget({
    target: checked!,
    runId,
    workDir,
    logDir,
    undo,
    hostEnv,
    timeScale: 1,
    node: process.execPath,
    hosts: {},
    filledDisks: new Set(filledDisks),
    movedClocks: new Set(movedClocks),
    addEdge: async ({ name, upstreams: [only] }) =>
      proxied ? await proxy.addEdge({ name, upstream: `127.0.0.1:${only!.port}` }) : only!,
  });
  return {
    target,
    undo,
    url: target.entry?.url ?? '',
    log: (service) => readFile(join(logDir, `${service}.log`), 'utf8'),
    async play(faults, afterMs = 500) {
      const events: FaultEvent[] = [];
      const probes: Probe[] = [];
      const over = new AbortController();
      const t0 = now();
      const playing = playAndWatch({
        plan: { faults } as unknown as Plan,
        breakableOf: breakablesOf({
          proxy,
          gateways: { byEdge: new Map(), trafficTo: () => Promise.resolve([]) },
          target,
          undo,
          env: hostEnv,
          seed: 0,
          places: { cwd: logDir, logFile: (fault) => join(logDir, `${fault}.log`) },
        }),
        places: [...target.edges, ...target.services],
        t0,
        over: over.signal,
        onProbe: (probe) => probes.push(probe),
        onEvent: (event) => events.push(event),
      });
      await sleep(t0 + Math.max(...faults.map(({ endMs }) => endMs)) + afterMs - now());
      const { problems: wrong, left } = await playing.end(new AbortController().signal);
      return { t0, events, probes, problems: wrong, left };
    },
    async [Symbol.asyncDispose]() {
      await target.stop();
      await proxy.stop();
      await undo[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What was told last: of a fault that flaps, all of its times together. */
export function exposureOf({ events, problems, left }: Performance): Exposure | undefined {
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  return events.findLast(({ event }) => event === 'exposed')?.exposure;
}

export interface Asked {
  /** As `now()` gives time. */
  readonly at: number;
  readonly ms: number;
  /** The answer's text, or what kept it away: `ECONNREFUSED`. */
  readonly said: string;
}

export interface Asking {
  /** How often it has asked so far. */
  times(): number;
  stop(): Promise<Asked[]>;
}

/** Asks for a URL every so many ms, whether or not earlier ones were answered, until it is stopped. */
export function askAgain(url: string, { everyMs = 20, timeoutMs = 5_000 } = {}): Asking {
  const asked: Promise<Asked>[] = [];
  const ask = async (): Promise<Asked> => {
    const at = now();
    const said = await request({ url, timeoutMs }).then(
      ({ text }) => text,
      (error: unknown) => (error instanceof RequestFailed ? error.code : String(error)),
    );
    return { at, ms: now() - at, said };
  };
  const timer = setInterval(() => asked.push(ask()), everyMs);
  return {
    times: () => asked.length,
    stop() {
      clearInterval(timer);
      return Promise.all(asked);
    },
  };
}
