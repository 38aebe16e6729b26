import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import { bundleScript } from '../../src/bundle/k6-script.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import { armK6 } from '../../src/load/k6.ts';
import { highestLevel, lengthOf, type LoadCurve } from '../../src/model/load-curve.ts';
import type { Plan, PlannedProfile, PlannedThink } from '../../src/model/plan.ts';
import type { Series } from '../../src/model/record.ts';
import { defaultValidityLimits } from '../../src/model/validity-limits.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { readSeries } from '../../src/record/read-series.ts';
import { openUndoLog } from '../../src/undo/undo-log.ts';
import { percentile } from '../../src/verdict/quantile.ts';
import { Tally } from '../../src/verdict/tally.ts';

const root = join(import.meta.dirname, '../..');
const paced = join(root, 'tests/fixtures/service/paced.ts');

/** A request as the service saw it. */
export interface Visit {
  readonly load: string;
  readonly user: number;
  readonly pass: number;
  readonly path: string;
  /** Unix time in ms. */
  readonly atMs: number;
}

export interface CountingService extends AsyncDisposable {
  readonly url: string;
  readonly visits: Visit[];
  /** How late it was at most to see what came, in ms. */
  readonly lateMs: () => number;
}

/** Writes every request down, then answers it. */
export async function startCounting(
  answer: (response: ServerResponse, visit: Visit) => void = (response) => response.end('x'),
): Promise<CountingService> {
  const visits: Visit[] = [];
  const server = createServer((request, response) => {
    const { 'x-load': load, 'x-user': user, 'x-pass': pass } = request.headers;
    const visit = {
      load: String(load),
      user: Number(user),
      pass: Number(pass),
      path: request.url ?? '',
      atMs: performance.timeOrigin + performance.now(),
    };
    visits.push(visit);
    answer(response, visit);
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  server.listen(0, '127.0.0.1', 4096);
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    lateMs: () => delay.max / 1e6,
    async [Symbol.asyncDispose]() {
      delay.disable();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Load {
  /** Comes with each request. */
  readonly name: string;
  readonly model?: PlannedProfile['model'];
  readonly curve: LoadCurve;
  /** Of an open profile. */
  readonly maxUsers?: number;
  readonly think?: PlannedThink;
  readonly seed?: number;
}

export interface Driven {
  readonly plan: Plan;
  readonly t0: number;
  readonly series: readonly Series[];
}

export const k6Tool = async () =>
  (await obtainTools({ env: process.env as Record<string, string>, onProgress: () => undefined })).k6;

/** Drives the journey of `tests/fixtures/service/paced.ts` at a service, under another load, as a run does. */
export async function drive(url: string, load: Load): Promise<Driven> {
  const { path: binary } = await k6Tool();
  const plan = await pacedPlan(load);
  const folder = await mkdtemp(join(tmpdir(), 'load-test-'));
  const scriptFile = join(folder, 'script.js');
  await writeFile(scriptFile, await bundlePaced(plan));
  const undo = await openUndoLog({
    runId: `load-test-${load.name.replaceAll(' ', '-')}-${process.pid}`,
    journalFile: join(folder, 'journal.ndjson'),
  });
  const bytes: Uint8Array[] = [];
  try {
    await using armed = await armK6({
      ...{ binary, scriptFile, url, undo, fine: [], home: folder },
      ...{ hosts: {}, through: null, insecureSkipTLSVerify: false, hostEnv: {}, plain: null },
      env: { LOAD: load.name },
      logFile: join(folder, 'k6.log'),
      onSeries: (more) => void bytes.push(more),
    });
    const t0 = (await armed.release()) ?? NaN;
    const { exit } = await armed.finished;
    const { series, problems } = readSeries(bytes);
    if (exit.code === 0 && problems.length === 0) return { plan, t0, series };
    const log = await readFile(join(folder, 'k6.log'), 'utf8');
    throw new Error(`k6 ended with ${exit.code}: ${problems.join('; ')}\n${log}`);
  } finally {
    await undo[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The plan of a scenario as the project has it. */
export async function planOf(
  scenario: string,
  profile: string | null = null,
  slo: string | null = null,
): Promise<Plan> {
  const request = {
    ...{ experiment: 'load', projectRoot: root, scenario, profile, slo },
    ...{
      chaos: null,
      targetOptions: {},
      runtime: 'processes' as const,
      allowRemote: false,
      build: null,
      overrides: {},
      k6Extensions: [],
      validity: defaultValidityLimits,
    },
    // The load is what matters here; its target is the test's own.
    targetUrl: 'http://127.0.0.1:9',
  };
  return makePlan(await readInputs(request), request);
}

export async function pacedPlan({ model = 'closed', curve, maxUsers, think, seed = 1 }: Load): Promise<Plan> {
  const plan = await planOf(paced);
  const journeys = plan.scenario.journeys.map((journey) => ({ ...journey, think: think ?? journey.think }));
  const most = Math.floor(highestLevel(curve));
  return {
    ...plan,
    scenario: { ...plan.scenario, seed, journeys },
    profile: { ...plan.profile, model, curve, maxUsers: maxUsers ?? most, durationMs: lengthOf(curve) },
  };
}

export const bundlePaced = (plan: Plan) => bundleScript(plan, paced, root);

/** The samples of one metric. */
export function tallyOf(series: readonly Series[], wanted: (one: Series) => boolean): Tally {
  const tally = new Tally();
  for (const { cells } of series.filter(wanted)) for (const cell of cells) tally.add(cell);
  return tally;
}

/** In the unit of the metric. */
export function percentileOf(tally: Tally, percent: number): number {
  return (percentile(tally, percent)?.value ?? NaN) / 1000;
}

/** How late users woke up at most and how long their requests took, in ms: what a busy machine adds to every instant. */
export function latenessOf(driven: Iterable<Driven>): number {
  const lateness = [...driven].map(
    ({ series }) =>
      tallyOf(series, ({ metric }) => metric === 'sleep_lateness').max +
      tallyOf(series, ({ type }) => type === 'http').max,
  );
  return Math.max(...lateness) / 1000;
}
