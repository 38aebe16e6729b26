import { now } from '../../system/clock.ts';
import { readingsOf, type AskedService, type Source } from '../source.ts';

/** What a service that we started uses: with all processes below its first one, or as a container. */
export function processSource({ own }: Pick<AskedService, 'own'>): Source {
  let last: { readonly pid: number; readonly atMs: number; readonly cpuSeconds: number } | undefined;
  return {
    async read() {
      if (own === null) return { readings: [], why: 'Proofload did not start it' };
      const pid = own.pid();
      if (pid === undefined) return { readings: readingsOf({ up: 0 }), why: 'it does not run' };
      const usage = await own.usage();
      if (usage === undefined) return { readings: readingsOf({ up: 1 }), why: 'this platform does not tell' };
      const { cpuSeconds, memoryBytes, openFiles } = usage;
      const atMs = now();
      const before = last?.pid === pid ? last : undefined;
      last = { pid, atMs, cpuSeconds };
      // A process that ended and was waited for by nobody takes its time with it.
      const cores = before && Math.max(0, cpuSeconds - before.cpuSeconds) / ((atMs - before.atMs) / 1000);
      const readings = { up: 1, cores_used: cores, memory_bytes: memoryBytes, open_files: openFiles };
      return { readings: readingsOf(readings), why: 'it was just started' };
    },
    close() {},
  };
}
