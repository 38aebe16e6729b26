import type { ServiceAction } from '../../model/faults/service.ts';
import { sleep } from '../../system/clock.ts';
import type { CpuLimit } from '../../system/cpu-limit.ts';
import type { ServiceFault } from './service-fault.ts';

const lookEveryMs = 20;

/** The service as a whole gets only so much CPU. It is felt when it first had to wait for it. */
export const cpuThrottle: ServiceFault<Extract<ServiceAction, { kind: 'cpu-throttle' }>> = {
  proofOf: () => ({ kind: 'own' }),
  async prepare({ cpus }, { service, seen }) {
    const limit = await service.prepareCpuLimit(cpus);
    const healed = new AbortController();
    return {
      async apply() {
        const before = await limit.timesThrottled();
        await limit.put();
        void untilMoreThan(before, limit, healed.signal).then(
          () => seen('felt'),
          () => undefined, // healed before it had to wait
        );
      },
      async heal() {
        healed.abort();
        await limit.lift();
        seen('clean');
      },
    };
  },
};

async function untilMoreThan(times: number, limit: CpuLimit, healed: AbortSignal): Promise<void> {
  while ((await limit.timesThrottled()) === times) await sleep(lookEveryMs, healed);
  healed.throwIfAborted();
}
