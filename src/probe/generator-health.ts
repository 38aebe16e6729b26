import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SampledHead } from '../model/record.ts';
import { now } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { readCpuTicks } from './host-cpu.ts';
import { parseK6Process } from './k6-process.ts';
import type { Silence } from './silence.ts';

export interface GeneratorHealthSpec {
  /** k6's `/metrics`. */
  readonly metricsUrl: string;
  /** Of the recorder's stream. */
  readonly silence: Silence;
  readonly t0: number;
  readonly sink: (series: SampledHead, atMs: number, value: number) => void;
}

const everyMs = 1000;
const resolutionMs = 10;

/** Watches, once a second, whether load generator, harness and machine are in a state to be trusted. */
export function watchGenerator({ metricsUrl, silence, t0, sink }: GeneratorHealthSpec): { stop(): void } {
  const sample = (name: string, unit: SampledHead['unit'], value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value)) sink({ name, unit, labels: {} }, now() - t0, value);
  };
  const host = hostCpu();
  const k6 = k6Cpu(metricsUrl);
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  // The one clock is stepped when somebody sets the time, the other is not.
  const clockOffset = () => Date.now() - now();
  const firstOffset = clockOffset();
  silence.longest(now());
  void k6();

  const timer = setInterval(() => {
    const { busy, stolen } = host();
    sample('host_cpu', 'share', busy);
    sample('host_steal', 'share', stolen);
    sample('memory_available', 'bytes', process.availableMemory());
    sample('harness_lateness', 'ms', Math.max(0, loop.max / 1e6 - resolutionMs));
    loop.reset();
    sample('clock_offset', 'ms', clockOffset() - firstOffset);
    sample('stream_silence', 'ms', silence.longest(now()));
    void k6().then((process) => {
      sample('generator_cpu', 'number', process?.coresUsed);
      sample('generator_cores', 'number', process?.cores);
      sample('generator_memory', 'bytes', process?.memoryBytes);
      sample('generator_goroutines', 'number', process?.goroutines);
    });
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      loop.disable();
    },
  };
}

/** Shares of all processors since it was asked last; nothing where there is no `/proc`. */
function hostCpu(): () => { readonly busy?: number; readonly stolen?: number } {
  let last = readCpuTicks();
  return () => {
    const [before, after] = [last, readCpuTicks()];
    last = after;
    if (before === undefined || after === undefined) return {};
    const total = after.total - before.total;
    return { busy: (after.busy - before.busy) / total, stolen: (after.stolen - before.stolen) / total };
  };
}

/** k6 as it is, and the cores that it used since it answered last; undefined when it does not answer in time. */
function k6Cpu(url: string) {
  let last: { readonly atMs: number; readonly cpuSeconds: number | undefined } | undefined;
  return async () => {
    try {
      const { text } = await request({ url, timeoutMs: everyMs - 50 });
      const [atMs, process] = [now(), parseK6Process(text)];
      const [before, after] = [last?.cpuSeconds, process.cpuSeconds];
      const seconds = (atMs - (last?.atMs ?? atMs)) / 1000;
      last = { atMs, cpuSeconds: after };
      const coresUsed = before === undefined || after === undefined ? undefined : (after - before) / seconds;
      return { ...process, coresUsed };
    } catch {
      return undefined; // short of CPU, or at its end
    }
  };
}
