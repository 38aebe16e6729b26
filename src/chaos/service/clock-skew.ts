import type { ServiceAction } from '../../model/faults/service.ts';
import { until } from '../../system/clock.ts';
import { writeClock } from '../../system/faketime.ts';
import { request } from '../../system/http.ts';
import type { ServiceFault } from './service-fault.ts';

const followsWithinMs = 5_000;

/**
 * The service's clock is ahead or behind: it was started with libfaketime, which follows a file of ours. Its answers' Date says
 * so. Programs that do not ask the C library for the time, as static Go ones, go on as before: then the run is invalid.
 */
export const clockSkew: ServiceFault<Extract<ServiceAction, { kind: 'clock-skew' }>> = {
  proofOf: () => ({ kind: 'own' }),
  prepare: ({ byMs }, { service, seen }) => {
    const { name, clockFile, readyUrl } = service;
    if (clockFile === null || readyUrl === null)
      throw new Error(`${name} was not started with a clock that can be moved`);
    const moveTo = async (aheadMs: number): Promise<void> => {
      await writeClock(clockFile, aheadMs);
      const waited = await until(async () => Math.abs((await ahead(readyUrl)) - aheadMs) < Math.abs(byMs) / 2, {
        timeoutMs: followsWithinMs,
        everyMs: 50,
        what: 'the clock',
      });
      if (!waited.met) throw new Error(`the Date of ${name} did not follow within ${followsWithinMs / 1000} s`);
    };
    let isOn = false;
    return {
      async apply() {
        isOn = true;
        await moveTo(byMs);
        seen('felt');
      },
      async heal() {
        if (!isOn) return;
        await moveTo(0);
        seen('clean');
      },
    };
  },
};

/** How far ahead of ours the clock of a service is, in ms, by the Date of its answer. */
async function ahead(url: string): Promise<number> {
  const { headers } = await request({ url, timeoutMs: 1_000 });
  return Date.parse(headers.date ?? '') - Date.now();
}
