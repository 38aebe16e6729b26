import { now } from '../../system/clock.ts';
import { processUsage } from '../../system/process-usage.ts';
import { readingsOf, type AskedService, type Source } from '../source.ts';

/** What a service that we started uses, with all processes below its first one. Nothing where there is no `/proc`. */
export function processSource({ own }: Pick<AskedService, 'own'>): Source {
  let last: { readonly pid: number; readonly atMs: number; readonly cpuSeconds: number } | undefined;
  return {
    read() {
      if (own === null) return Promise.resolve({ readings: [], why: 'Proofload did not start it' });
      const root = own.pid();
      const usage = root === undefined ? undefined : processUsage(root);
      if (root === undefined) {
        return Promise.resolve({ readings: readingsOf({ up: 0 }), why: 'it does not run' });
      }
      if (usage === undefined) {
        return Promise.resolve({ readings: readingsOf({ up: 1 }), why: 'this platform does not tell' });
      }
      const { cpuSeconds, memoryBytes, openFiles } = usage;
      const atMs = now();
      const before = last?.pid === root ? last : undefined;
      last = { pid: root, atMs, cpuSeconds };
      // A process that ended and was waited for by nobody takes its time with it.
      const cores = before && Math.max(0, cpuSeconds - before.cpuSeconds) / ((atMs - before.atMs) / 1000);
      const readings = { up: 1, cores_used: cores, memory_bytes: memoryBytes, open_files: openFiles };
      return Promise.resolve({ readings: readingsOf(readings), why: 'it was just started' });
    },
    close() {},
  };
}
