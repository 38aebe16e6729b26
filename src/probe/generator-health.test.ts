import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now, until } from '../system/clock.ts';
import { watchGenerator } from './generator-health.ts';
import { parseCpuTicks } from './host-cpu.ts';
import { parseK6Process } from './k6-process.ts';
import { Silence } from './silence.ts';

describe('parseK6Process', () => {
  it('takes what is there', () => {
    const text = [
      '# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.',
      '# TYPE process_cpu_seconds_total counter',
      'process_cpu_seconds_total 1.25',
      'process_resident_memory_bytes 6.7108864e+07',
      'go_sched_gomaxprocs_threads 2',
      '',
    ].join('\n');
    expect(parseK6Process(text)).toEqual({
      cpuSeconds: 1.25,
      cores: 2,
      memoryBytes: 67_108_864,
      goroutines: undefined,
    });
  });
});

describe('parseCpuTicks', () => {
  it('tells busy, idle and stolen ticks apart', () => {
    expect(parseCpuTicks('cpu  10 1 5 80 4 1 2 7 3 0\ncpu0 1 1 1 1')).toEqual({ total: 110, busy: 26, stolen: 7 });
  });

  it('does without what old kernels do not tell', () => {
    expect(parseCpuTicks('cpu  10 1 5 80 4')).toEqual({ total: 100, busy: 16, stolen: 0 });
    expect(parseCpuTicks('intr 5')).toBeUndefined();
  });
});

describe('Silence', () => {
  it('is the longest since it was asked last, also while it goes on', () => {
    const silence = new Silence(0);
    silence.heard(100);
    silence.heard(150);
    expect(silence.longest(160)).toBe(100);
    expect(silence.longest(400)).toBe(250);
    silence.heard(500);
    expect(silence.longest(510)).toBe(350);
  });
});

describe('watchGenerator', () => {
  let cpuSeconds = 0;
  const server = createServer((_, response) => {
    cpuSeconds += 0.5;
    response.end(`process_cpu_seconds_total ${cpuSeconds}\ngo_goroutines 7\n`);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  it('samples generator, harness and machine, and is silent about what it cannot know', async () => {
    const seen = new Map<string, number[]>();
    const health = watchGenerator({
      metricsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
      silence: new Silence(now()),
      t0: now(),
      sink: ({ name }, _, value) => seen.set(name, [...(seen.get(name) ?? []), value]),
    });
    const waited = await until(() => seen.get('generator_cpu'), { timeoutMs: 10_000, what: 'two samples' });
    health.stop();
    expect(waited.met).toBe(true);
    // Half a second of CPU in about one second.
    expect(seen.get('generator_cpu')?.[0]).toBeGreaterThan(0.2);
    expect(seen.get('generator_cpu')?.[0]).toBeLessThan(0.8);
    expect(seen.get('generator_goroutines')?.[0]).toBe(7);
    expect(seen.has('generator_cores')).toBe(false);
    expect(seen.get('clock_offset')?.every((ms) => Math.abs(ms) < 5)).toBe(true);
    expect(seen.get('stream_silence')?.[0]).toBeGreaterThan(900);
    expect(seen.has('harness_lateness')).toBe(true);
  });
});
