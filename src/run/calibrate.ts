import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Calibration } from '../model/calibration.ts';
import type { RunRecord } from '../model/record.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import { readRecord } from '../record/read-record.ts';
import { now } from '../system/clock.ts';
import { formatShare } from '../report/format.ts';
import { startEchoServer, type EchoServer } from '../system/echo-server.ts';
import { levelsOf, type Level } from '../verdict/capacity.ts';
import { runExperiment } from './pipeline.ts';
import type { RunHost } from './run-host.ts';

/** So much of what it may use is all that a program gets; the server has one thread. */
const allBusy = 0.9;

/**
 * Finds how many requests a second this machine generates with every validity check holding, in less than a minute: an
 * ordinary run of ever more arrivals, through a fault proxy, at a server on this machine that answers at once.
 *
 * @throws ProofloadError `not-calibrated` when the run did not come to its end
 */
export async function calibrate(host: Omit<RunHost, 'reportsDir'>): Promise<Calibration> {
  const reportsDir = await mkdtemp(join(tmpdir(), 'proofload-calibration-'));
  try {
    await using server = await startEchoServer();
    const watching = watch(server);
    let folder: string;
    try {
      ({ folder } = await runExperiment(request(server.url), { ...host, reportsDir }));
    } finally {
      watching.stop();
    }
    const record = readRecord(folder);
    const { ending, t0, versions } = record.manifest;
    if (ending === null || t0 === null || ending.problems.length > 0 || ending.interrupted !== null)
      throw new ProofloadError(
        'not-calibrated',
        `this machine was not measured: ${ending?.problems[0] ?? 'the run was interrupted'}`,
      );
    return {
      version: 1,
      measuredAt: record.manifest.startedAt,
      k6: versions['k6'] ?? '',
      cores: availableParallelism(),
      ...capacityOf(levelsOf(record), record, (level) => watching.busyAt(t0 + level.fromMs, t0 + level.toMs)),
    };
  } finally {
    await rm(reportsDir, { recursive: true, force: true });
  }
}

function request(targetUrl: string): Parameters<typeof runExperiment>[0] {
  return {
    experiment: 'calibration',
    projectRoot: packageRoot(),
    scenario: join(packageRoot(), 'src/in-k6/calibration.ts'),
    profile: null,
    chaos: null,
    slo: null,
    k6Extensions: [],
    validity: defaultValidityLimits,
    targetUrl,
    targetOptions: {},
    runtime: 'processes',
    allowRemote: false,
    build: 'calibration',
    overrides: {},
  };
}

function capacityOf(
  levels: readonly Level[],
  record: RunRecord,
  busyAt: (level: Level) => number,
): Pick<Calibration, 'perSecond' | 'limitedBy'> {
  const first = levels.findIndex(({ problem }) => problem !== null);
  const clean = first === -1 ? levels.at(-1) : levels[first - 1];
  const broken = levels[first];
  if (broken === undefined) return { perSecond: clean?.perSecond ?? null, limitedBy: null };
  const used = sampledMean(record, broken, 'generator_cpu');
  const cores = sampledMean(record, broken, 'generator_cores');
  const server = busyAt(broken);
  const whole = sampledMean(record, broken, 'host_cpu');
  let who = 'the machine, with the fault proxy and whatever else runs on it';
  if (server >= allBusy) who = 'the server of the calibration';
  else if (used >= allBusy * cores) who = 'k6';
  const shares = `k6 used ${used.toFixed(1)} of ${cores} processors, the server ${server.toFixed(1)}, the machine was ${formatShare(whole)} busy`;
  return {
    perSecond: clean?.perSecond ?? null,
    limitedBy: `${broken.perSecond} /s were too much for ${who} (${shares}): ${broken.problem ?? ''}`,
  };
}

/** Of a sampled series, while a level lasted. */
function sampledMean({ sampled }: RunRecord, { fromMs, toMs }: Level, name: string): number {
  const points = sampled.find((series) => series.name === name)?.points ?? [];
  return mean(points.filter(([atMs]) => atMs > fromMs && atMs <= toMs + 1000).map(([, value]) => value));
}

/** How busy the server is, second by second. */
function watch(server: EchoServer): { busyAt(from: number, to: number): number; stop(): void } {
  const samples: { readonly at: number; readonly busy: number }[] = [];
  const timer = setInterval(() => samples.push({ at: now(), busy: server.busy() }), 1000);
  return {
    busyAt: (from, to) => mean(samples.filter(({ at }) => at > from && at <= to + 1000).map(({ busy }) => busy)),
    stop: () => clearInterval(timer),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
