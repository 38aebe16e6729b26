import type { ServiceAction } from '../../model/faults/service.ts';
import type { ServiceFault } from './service-fault.ts';

/**
 * All processes of the service stand still. The kernel goes on for them: connections open until the backlog is full, data is
 * taken until buffers are full, and nothing is answered. All of it is answered late, if anybody still waits.
 *
 * Needs no entry in the undo log of its own: that of the process, or of the container, wakes it before it ends it.
 */
export const pause: ServiceFault<Extract<ServiceAction, { kind: 'pause' }>> = {
  proofOf: (_action, at) => (at.length > 0 ? { kind: 'probes', at, slowsByMs: Infinity } : { kind: 'own' }),
  prepare: (_action, { service, seen }) => {
    let resume: (() => Promise<void>) | undefined;
    return {
      async apply() {
        resume = await service.suspend();
        seen('felt');
      },
      async heal() {
        if (resume === undefined) return;
        await resume();
        seen('clean');
      },
    };
  },
};
