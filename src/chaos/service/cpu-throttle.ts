import type { ServiceAction } from '../../model/faults/service.ts';
import { sleep } from '../../system/clock.ts';
import {
  cpuGroupOf,
  findCpuHierarchy,
  makeCpuGroup,
  moveToGroup,
  newCpuGroupPath,
  pidsIn,
  removeCpuGroup,
  timesThrottled,
} from '../../system/cpu-group.ts';
import type { ServiceFault } from './service-fault.ts';

const lookEveryMs = 20;

/**
 * All processes of the service together get only so much CPU: of every 100 ms they run for that share, and stand still for the
 * rest. A control group of our own holds them for as long. It is felt when they first had to wait for it.
 */
export const cpuThrottle: ServiceFault<Extract<ServiceAction, { kind: 'cpu-throttle' }>> = {
  proofOf: () => ({ kind: 'own' }),
  async prepare({ cpus }, { service, undo, seen }) {
    const hierarchy = findCpuHierarchy();
    if ('why' in hierarchy) throw new Error(hierarchy.why);
    const { child, name } = service;
    const [path, home] = [newCpuGroupPath(`${undo.runId}-${name}`, hierarchy), cpuGroupOf(child.pid, hierarchy)];
    const entered = await undo.enter({ kind: 'cpu-group', path, home });
    makeCpuGroup(path, cpus, hierarchy);
    await entered.made();
    const healed = new AbortController();
    return {
      async apply() {
        // Twice: what is forked between reading and moving is where its parent was.
        for (let round = 0; round < 2; round++) moveToGroup(path, child.family().map(({ pid }) => pid)); // prettier-ignore
        if (!pidsIn(path).includes(child.pid)) throw new Error(`${name} could not be moved to ${path}`);
        void tellWhenThrottled(path, healed.signal, () => seen('felt'));
        return Promise.resolve();
      },
      async heal() {
        healed.abort();
        await removeCpuGroup(path, home);
        seen('clean');
        await entered.undone();
      },
    };
  },
};

async function tellWhenThrottled(path: string, healed: AbortSignal, tell: () => void): Promise<void> {
  while (timesThrottled(path) === 0) {
    await sleep(lookEveryMs, healed).catch(() => undefined);
    if (healed.aborted) return;
  }
  tell();
}
