import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import { cpuGroupOf, findCpuHierarchy } from '../../src/system/cpu-group.ts';
import { now } from '../../src/system/clock.ts';
import { findOnPath } from '../../src/system/find-on-path.ts';
import { findFaketime } from '../../src/system/faketime.ts';
import { request } from '../../src/system/http.ts';
import { processUsage } from '../../src/system/process-usage.ts';
import { mayMount } from '../../src/system/tmpfs.ts';
import { openEntries, readJournal } from '../../src/undo/journal.ts';
import { living } from '../fixtures/undo/living.ts';
import { momentOf } from './chaos-kit.ts';
import { askAgain, clerk, faultOn, startStage } from './service-kit.ts';

const hierarchy = findCpuHierarchy();
const stressNg = await findOnPath('stress-ng', { PATH: process.env['PATH'] ?? '' });

const fault = (action: ServiceAction, startMs: number, endMs: number) => faultOn('clerk', action, startMs, endMs);

test.skipIf('why' in hierarchy)(
  'cpuThrottle: it gets so much CPU and no more, and as much as before afterwards',
  async () => {
    if ('why' in hierarchy) return;
    await using stage = await startStage({ clerk }, ['k6->clerk']);
    const pid = stage.target.services[0]!.own!.pid()!;
    const home = cpuGroupOf(pid, hierarchy);
    const used: [number, number][] = [];
    const timer = setInterval(() => used.push([now(), processUsage(pid)!.cpuSeconds]), 50);
    // Half a CPU's worth of work, all the time.
    const asking = askAgain(`${stage.url}/?burn=50`, { everyMs: 100, timeoutMs: 20_000 });
    const action = { kind: 'cpu-throttle', cpus: 0.05 } as const;
    const { t0, events, problems, left } = await stage.play([fault(action, 1_500, 4_500)], 2_000);
    await asking.stop();
    clearInterval(timer);
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(momentOf(events, 'felt')).toBeGreaterThan(1_500);
    expect(momentOf(events, 'felt')).toBeLessThan(2_500);
    const cpus = (fromMs: number, toMs: number): number => {
      const between = used.filter(([at]) => at - t0 > fromMs && at - t0 < toMs);
      const [first, last] = [between.at(0)!, between.at(-1)!];
      return (last[1] - first[1]) / ((last[0] - first[0]) / 1000);
    };
    expect(cpus(0, 1_500)).toBeGreaterThan(0.1);
    expect(cpus(1_800, 4_500)).toBeLessThan(0.07);
    expect(cpus(4_700, 6_500)).toBeGreaterThan(0.1);
    expect(cpuGroupOf(pid, hierarchy)).toBe(home);
    const opened = readFileSync(stage.undo.journalFile, 'utf8').match(/"path":"([^"]*proofload-service-test[^"]*)"/)!;
    expect(existsSync(opened[1]!)).toBe(false);
    expect(openEntries(await readJournal(stage.undo.journalFile)).map(({ entry }) => entry.kind)).not.toContain(
      'cpu-group',
    );
  },
);

test.skipIf('why' in hierarchy)(
  'cpuThrottle: undone with the run while it is on, and the service with it',
  async () => {
    if ('why' in hierarchy) return;
    let path = '';
    {
      await using stage = await startStage({ clerk }, ['k6->clerk']);
      const pid = stage.target.services[0]!.own!.pid()!;
      const playing = stage.play([fault({ kind: 'cpu-throttle', cpus: 0.5 }, 0, 60_000)]);
      await expect.poll(() => (path = cpuGroupOf(pid, hierarchy))).toContain('proofload-');
      void playing;
      await stage.undo.undoAll();
      expect(existsSync(path)).toBe(false);
    }
  },
);

test.skipIf(stressNg === undefined)(
  'cpuStress and memoryStress: a neighbour uses as much as it is to, and is gone afterwards',
  async () => {
    await using stage = await startStage({ clerk }, ['k6->clerk']);
    const used: number[] = [];
    const pids = (): number[] => living('stress-ng').map((found) => Number.parseInt(found));
    const timer = setInterval(() => {
      const [root = 0] = pids();
      used.push(processUsage(root)?.memoryBytes ?? 0);
    }, 100);
    const memory = fault({ kind: 'memory-stress', bytes: 100e6 }, 500, 2_500);
    const cpu = fault({ kind: 'cpu-stress', workers: 1, load: 0.5 }, 4_000, 6_000);
    const { events, problems, left } = await stage.play([memory, cpu]);
    clearInterval(timer);
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    for (const { id, startMs, endMs } of [memory, cpu]) {
      expect(momentOf(events, 'felt', id)).toBeGreaterThan(startMs);
      expect(momentOf(events, 'felt', id)).toBeLessThan(startMs + 1_500);
      expect(momentOf(events, 'clean', id)).toBeGreaterThan(endMs);
      expect(momentOf(events, 'clean', id)).toBeLessThan(endMs + 500);
    }
    expect(Math.max(...used)).toBeGreaterThan(100e6);
    expect(pids()).toEqual([]);
  },
);

test.skipIf(!(await mayMount()))(
  'diskFull: what it writes fails with ENOSPC, and is written again afterwards',
  async () => {
    const service = { ...clerk, disk: '4MB', env: { ...clerk.env, DISK: '{disk}' } } as const;
    await using stage = await startStage({ clerk: service }, ['k6->clerk'], { filledDisks: ['clerk'] });
    const disk = stage.target.services[0]!.own!.disk!;
    const asking = askAgain(`${stage.url}/write`, { everyMs: 50 });
    const { t0, events, problems, left } = await stage.play([fault({ kind: 'disk-full' }, 500, 1_500)]);
    const asked = await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    const said = (from: number, to: number) =>
      new Set(asked.filter(({ at }) => at - t0 > from && at - t0 < to).map((one) => one.said));
    expect(said(0, 480)).toEqual(new Set(['written']));
    expect(said(momentOf(events, 'felt') + 50, 1_480)).toEqual(new Set(['ENOSPC']));
    expect(said(momentOf(events, 'clean') + 50, Infinity)).toEqual(new Set(['written']));
    await stage.undo.undoAll();
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(disk);
    expect(existsSync(disk)).toBe(false);
  },
);

test.skipIf(findFaketime() === undefined)(
  'clockSkew: its clock is ahead while it is on, and right again afterwards',
  async () => {
    await using stage = await startStage({ clerk }, ['k6->clerk'], { movedClocks: ['clerk'] });
    const ahead: [number, number][] = [];
    const timer = setInterval(() => {
      void request({ url: stage.url, timeoutMs: 1_000 }).then(({ headers }) =>
        ahead.push([now(), Date.parse(headers.date!) - Date.now()]),
      );
    }, 50);
    const { t0, events, problems, left } = await stage.play(
      [fault({ kind: 'clock-skew', byMs: -3_600_000 }, 500, 3_000)],
      1_500,
    );
    clearInterval(timer);
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    const hours = (from: number, to: number) =>
      new Set(ahead.filter(([at]) => at - t0 > from && at - t0 < to).map(([, ms]) => Math.round(ms / 3_600_000)));
    expect(hours(0, 480)).toEqual(new Set([-0]));
    expect(hours(momentOf(events, 'felt') + 100, 2_900)).toEqual(new Set([-1]));
    expect(hours(momentOf(events, 'clean') + 100, Infinity)).toEqual(new Set([-0]));
  },
);
