import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAction } from '../../model/faults/http.ts';
import type { HttpFault } from '../http-fault.ts';

/** The service's answer is held back, headers and all. */
export const delayHeaders: HttpFault<Extract<HttpAction, { kind: 'delay-headers' }>> = {
  async before({ delayMs }, { over }) {
    await sleep(delayMs, undefined, { signal: over }).catch(() => undefined);
    return true;
  },
};
