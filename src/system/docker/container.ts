import { z } from 'zod';
import type { Exit } from '../child.ts';
import { until } from '../clock.ts';
import type { CpuLimit } from '../cpu-limit.ts';
import type { ServiceUsage } from '../process-usage.ts';
import { callEngine, EngineRefused, type Engine } from './engine.ts';

/** A container that the engine has made. All that it does is read back, or answered when it is done. */
export interface Container {
  readonly id: string;
  /** Gives its first process, by its number on the engine's machine. */
  start(): Promise<number>;
  /** How it ends that runs now. */
  exited(): Promise<Exit>;
  /** Sends SIGKILL; does nothing when it has ended. */
  kill(): Promise<void>;
  /** Asks it to end as its image says, and kills it after so long; does nothing when it has ended. */
  stop(withinMs: number): Promise<void>;
  pause(): Promise<void>;
  /** Does nothing when it is not paused. */
  unpause(): Promise<void>;
  /** @throws Error when it does not run */
  usage(): Promise<ServiceUsage & { readonly timesThrottled: number }>;
  /** @param cpus null: as many as there are */
  limitCpu(cpus: number | null): Promise<void>;
  leave(network: string): Promise<void>;
  join(network: string): Promise<void>;
}

const forever = 2 ** 31 - 1;
/** Of a limit of the CPU: so long is counted together, in µs. */
const periodUs = 100_000;

const inspected = z.looseObject({
  State: z.looseObject({ Pid: z.int(), Paused: z.boolean() }),
  NetworkSettings: z.looseObject({ Networks: z.record(z.string(), z.unknown()) }),
  HostConfig: z.looseObject({ CpuQuota: z.number() }),
});
const waited = z.looseObject({ StatusCode: z.int() });
/** `stats` are those of the control group: of version 1 `rss` and `mapped_file`, of version 2 `anon` and `file_mapped`. */
const stats = z.looseObject({
  cpu_stats: z.looseObject({
    cpu_usage: z.looseObject({ total_usage: z.number() }),
    throttling_data: z.looseObject({ throttled_periods: z.number() }),
  }),
  memory_stats: z.looseObject({ stats: z.record(z.string(), z.number()) }),
});

export function containerAt(engine: Engine, id: string): Container {
  const path = `/containers/${id}`;
  const post = (what: string, options?: Parameters<typeof callEngine>[3]) =>
    callEngine(engine, 'POST', `${path}/${what}`, options);
  const inspect = async () => inspected.parse((await callEngine(engine, 'GET', `${path}/json`)).json());
  const onNetwork = async (network: string): Promise<boolean> =>
    Object.hasOwn((await inspect()).NetworkSettings.Networks, network);

  return {
    id,
    async start() {
      await post('start', { timeoutMs: 30_000 });
      return (await inspect()).State.Pid;
    },
    async exited() {
      const answer = await post('wait?condition=not-running', { timeoutMs: forever });
      return exitOf(waited.parse(answer.json()).StatusCode);
    },
    async kill() {
      await post('kill?signal=SIGKILL').catch(notRunning);
    },
    async stop(withinMs) {
      const seconds = Math.ceil(withinMs / 1000);
      await post(`stop?t=${seconds}`, { timeoutMs: withinMs + 10_000 });
    },
    async pause() {
      await post('pause');
      if (!(await inspect()).State.Paused) throw new Error('the engine did not pause it');
    },
    async unpause() {
      if ((await inspect()).State.Paused) await post('unpause');
      if ((await inspect()).State.Paused) throw new Error('the engine did not let it go on');
    },
    async usage() {
      const answer = await callEngine(engine, 'GET', `${path}/stats?stream=false&one-shot=true`, { timeoutMs: 5_000 });
      const { cpu_stats: cpu, memory_stats: memory } = stats.parse(answer.json());
      const bytes = (...names: readonly string[]) => names.reduce((sum, name) => sum + (memory.stats[name] ?? 0), 0);
      return {
        cpuSeconds: cpu.cpu_usage.total_usage / 1e9,
        memoryBytes: bytes('rss', 'mapped_file', 'anon', 'file_mapped'),
        timesThrottled: cpu.throttling_data.throttled_periods,
      };
    },
    async limitCpu(cpus) {
      const { CpuPeriod, CpuQuota } = cpuLimit(cpus);
      await post('update', { body: { CpuPeriod, CpuQuota } });
      const { CpuQuota: has } = (await inspect()).HostConfig;
      if (has !== CpuQuota) throw new Error(`the engine holds it to a quota of ${has}, and not ${CpuQuota}`);
    },
    async leave(network) {
      await callEngine(engine, 'POST', `/networks/${network}/disconnect`, { body: { Container: id, Force: true } });
      if (await onNetwork(network)) throw new Error(`it is still on the network ${network}`);
    },
    async join(network) {
      if (await onNetwork(network)) return;
      await callEngine(engine, 'POST', `/networks/${network}/connect`, { body: { Container: id } });
      const joined = await until(() => onNetwork(network), { timeoutMs: 2_000, what: network });
      if (!joined.met) throw new Error(`it is not on the network ${network} again`);
    },
  };
}

/** As the engine writes a limit of the CPU. */
export function cpuLimit(cpus: number | null): { readonly CpuPeriod: number; readonly CpuQuota: number } {
  return { CpuPeriod: periodUs, CpuQuota: cpus === null ? -1 : Math.round(cpus * periodUs) };
}

/** A limit for a while; afterwards it has again what its service may use. */
export function prepareContainerLimit(container: Container, cpus: number, allowed: number | null): CpuLimit {
  return {
    put: () => container.limitCpu(allowed === null ? cpus : Math.min(cpus, allowed)),
    timesThrottled: async () => (await container.usage()).timesThrottled,
    lift: () => container.limitCpu(allowed),
  };
}

/** Shells' way of telling a signal: 128 and its number. */
function exitOf(status: number): Exit {
  if (status === 137) return { code: null, signal: 'SIGKILL' };
  return status === 143 ? { code: null, signal: 'SIGTERM' } : { code: status, signal: null };
}

function notRunning(error: unknown): void {
  if (!(error instanceof EngineRefused && (error.status === 409 || error.status === 404))) throw error;
}
