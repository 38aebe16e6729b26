import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleService } from '../../src/bundle/service.ts';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import { openSource } from '../../src/probe/open-source.ts';
import { until } from '../../src/system/clock.ts';
import { removeOwn } from '../../src/system/docker/own.ts';
import { request } from '../../src/system/http.ts';
import { momentOf } from './chaos-kit.ts';
import { docker, inEngine, noDocker, orWhyNot } from './docker.ts';
import { askAgain, clerk, faultOn, startStage, type Stage } from './service-kit.ts';

const fault = (action: ServiceAction, startMs: number, endMs: number) => faultOn('clerk', action, startMs, endMs);
const contained = () => startStage({ clerk }, ['k6->clerk'], { runtime: 'containers' });
const inspect = (stage: Stage): Record<string, Record<string, unknown>> => {
  const [id = ''] = inEngine(stage.undo.runId).containers;
  return (JSON.parse(docker('inspect', id)) as Record<string, Record<string, unknown>>[])[0]!;
};

describe.skipIf(noDocker !== undefined)(`a service in a container${orWhyNot}`, () => {
  test('is published on loopback alone, held to what it may use, and gone with the run', async () => {
    const service = { ...clerk, cores: 0.5, memory: '128MB' } as const;
    let runId = '';
    {
      await using stage = await startStage({ clerk: service }, ['k6->clerk'], { runtime: 'containers' });
      runId = stage.undo.runId;
      const { HostConfig, NetworkSettings } = inspect(stage);
      expect(NetworkSettings!['Ports']).toEqual({
        '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: new URL(stage.url).port }],
      });
      expect(Object.keys(NetworkSettings!['Networks'] as object)).toEqual([`proofload-${runId}`]);
      expect(HostConfig).toMatchObject({ CpuQuota: 50_000, CpuPeriod: 100_000, Memory: 128e6, MemorySwap: 128e6 });
      expect(await stage.log('clerk')).toContain('listening 1');
    }
    expect(inEngine(runId)).toEqual({ containers: [], networks: [] });
  });

  test('of an image of its own is built from its Dockerfile, and is told what it listens on', async () => {
    await using stage = await contained();
    const image = String(inspect(stage)['Config']!['Image']);
    const folder = await mkdtemp(join(tmpdir(), 'containers-test-'));
    await bundleService(join(import.meta.dirname, '../fixtures/clerk/clerk.ts'), join(folder, 'clerk.cjs'));
    await writeFile(
      join(folder, 'Dockerfile'),
      `FROM ${image}\nCOPY clerk.cjs /clerk.cjs\nCMD ["node", "/clerk.cjs"]\nENV PATH=/usr/local/bin\n`,
    );
    const service = {
      kind: 'container',
      build: relative(join(import.meta.dirname, '../..'), folder),
      port: 9000,
      env: { HOST: '0.0.0.0', PORT: '{port}' },
      ready: '/ready',
    } as const;
    await using built = await startStage({ clerk: service }, ['k6->clerk']);
    expect(Object.keys(inspect(built)['NetworkSettings']!['Ports'] as object)).toEqual(['9000/tcp']);
    await rm(folder, { recursive: true });
  });

  test('pause: nothing is answered until it goes on, and what waited is answered then', async () => {
    await using stage = await contained();
    const asking = askAgain(stage.url);
    const { t0, events, problems, left } = await stage.play([fault({ kind: 'pause' }, 500, 1_500)]);
    const asked = await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    const [feltMs, cleanMs] = [momentOf(events, 'felt'), momentOf(events, 'clean')];
    expect(feltMs).toBeGreaterThan(480);
    expect(feltMs).toBeLessThan(800);
    expect(cleanMs).toBeLessThan(1_900);
    expect(new Set(asked.map(({ said }) => said))).toEqual(new Set(['1']));
    const met = asked.filter(({ at }) => at - t0 > feltMs + 50 && at - t0 < 1_450);
    expect(met.length).toBeGreaterThan(10);
    for (const { at, ms } of met) expect(at - t0 + ms).toBeGreaterThan(1_490);
  });

  test('kill: nobody answers while it is dead, and it is back on its port, with its log', async () => {
    await using stage = await contained();
    const asking = askAgain(stage.url);
    const { t0, events, problems, left } = await stage.play(
      [fault({ kind: 'kill', restart: true }, 500, 1_500)],
      1_500,
    );
    const asked = await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    const during = asked.filter(({ at }) => at - t0 > momentOf(events, 'felt') + 50 && at - t0 < 1_450);
    expect(during.length).toBeGreaterThan(10);
    expect(during.map(({ said }) => said)).not.toContain('1');
    expect(asked.at(-1)?.said).toBe('1');
    expect((await stage.log('clerk')).match(/listening/g)).toHaveLength(2);
  });

  test('restart: what it was asked is answered, and it is back when it is ready', async () => {
    await using stage = await contained();
    const slow = askAgain(`${stage.url}/?ms=400`, { everyMs: 50 });
    const { t0, events, problems, left } = await stage.play([fault({ kind: 'restart' }, 500, 4_000)]);
    const asked = await slow.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(events.map(({ event }) => event)).not.toContain('escalated');
    const before = asked.filter(({ at }) => at - t0 < momentOf(events, 'asked') - 20);
    expect(new Set(before.map(({ said }) => said))).toEqual(new Set(['1']));
    const after = asked.filter(({ at }) => at - t0 > momentOf(events, 'clean') + 20);
    expect(new Set(after.map(({ said }) => said))).toEqual(new Set(['1']));
  });

  test('disconnect: nobody reaches it, and it is back at its port', async () => {
    await using stage = await contained();
    const asking = askAgain(stage.url, { timeoutMs: 300 });
    const { t0, events, problems, left } = await stage.play([fault({ kind: 'disconnect' }, 500, 2_000)], 1_000);
    const asked = await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    const during = asked.filter(({ at }) => at - t0 > momentOf(events, 'acknowledged') && at - t0 < 1_650);
    expect(during.length).toBeGreaterThan(5);
    expect(during.map(({ said }) => said)).not.toContain('1');
    const after = asked.filter(({ at }) => at - t0 > momentOf(events, 'clean') + 100);
    expect(new Set(after.map(({ said }) => said))).toEqual(new Set(['1']));
  });

  test('cpuThrottle: it gets so much CPU and no more, and what it may use afterwards', async () => {
    const service = { ...clerk, cores: 1.5 } as const;
    await using stage = await startStage({ clerk: service }, ['k6->clerk'], { runtime: 'containers' });
    const asking = askAgain(`${stage.url}/?burn=50`, { everyMs: 100, timeoutMs: 20_000 });
    const used: { readonly at: number; readonly cores: number }[] = [];
    const source = openSource({ kind: 'process' }, { ...stage.target.services[0]! });
    const timer = setInterval(() => {
      void source.read(1_000).then(({ readings }) => {
        const cores = readings.find(({ field }) => field === 'cores_used')?.value;
        if (cores !== undefined) used.push({ at: performance.timeOrigin + performance.now(), cores });
      });
    }, 250);
    const { t0, events, problems, left } = await stage.play(
      [fault({ kind: 'cpu-throttle', cpus: 0.05 }, 1_500, 4_500)],
      2_000,
    );
    clearInterval(timer);
    await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(momentOf(events, 'felt')).toBeLessThan(4_000);
    const between = (fromMs: number, toMs: number) =>
      used.filter(({ at }) => at - t0 > fromMs && at - t0 < toMs).map(({ cores }) => cores);
    expect(Math.max(...between(0, 1_500))).toBeGreaterThan(0.1);
    // One reading may come late, and the next one soon after it.
    const during = between(momentOf(events, 'felt') + 300, 4_500).sort((one, other) => one - other);
    expect(during[Math.floor(during.length / 2)]).toBeLessThan(0.1);
    expect(inspect(stage)['HostConfig']!['CpuQuota']).toBe(150_000);
  });

  test('with replicas is as many containers, each on a port of its own', async () => {
    await using stage = await startStage({ clerk: { ...clerk, replicas: 2 } }, ['k6->clerk'], {
      runtime: 'containers',
    });
    expect(inEngine(stage.undo.runId).containers).toHaveLength(2);
    const { services } = stage.target;
    expect(services.map(({ name }) => name)).toEqual(['clerk-1', 'clerk-2']);
    expect(new Set(services.map(({ port }) => port)).size).toBe(2);
    for (const { url } of services) expect((await request({ url, timeoutMs: 2_000 })).text).toBe('1');
  });

  test('one that ends by itself is a crash', async () => {
    await using stage = await contained();
    docker('kill', inEngine(stage.undo.runId).containers[0]!);
    expect(await stage.target.crashed).toBe('service "clerk" ended with SIGKILL during the run');
  });

  test('that is paused, or in no network, is undone with the run', async () => {
    for (const kind of ['pause', 'disconnect'] as const) {
      await using stage = await contained();
      void stage.play([fault({ kind }, 0, 60_000)]);
      const { runId } = stage.undo;
      const broken = () =>
        kind === 'pause'
          ? inspect(stage)['State']!['Paused'] === true
          : Object.keys(inspect(stage)['NetworkSettings']!['Networks'] as object).length === 0;
      expect((await until(broken, { timeoutMs: 5_000, what: kind })).met).toBe(true);
      expect(await stage.undo.undoAll()).toEqual([]);
      expect(inEngine(runId)).toEqual({ containers: [], networks: [] });
    }
  });

  test('of somebody else is not removed', async () => {
    await using stage = await contained();
    const [id = ''] = inEngine(stage.undo.runId).containers;
    const engine = { socket: /"socket":"([^"]+)"/.exec(readFileSync(stage.undo.journalFile, 'utf8'))![1]! };
    await expect(removeOwn({ engine, what: 'containers', name: id, runId: 'another' }, true)).rejects.toThrow(
      'it has no label proofload.run=another',
    );
    expect(inEngine(stage.undo.runId).containers).toHaveLength(1);
  });
});
