import type { ServiceAction } from '../../model/faults/service.ts';
import type { Child } from '../../system/child.ts';
import { resume, suspend } from '../../system/suspend.ts';
import type { ServiceFault } from './service-fault.ts';

/**
 * All processes of the service stand still. The kernel goes on for them: connections open until the backlog is full, data is
 * taken until buffers are full, and nothing is answered. All of it is answered late, if anybody still waits.
 *
 * Needs no entry in the undo log of its own: that of the process wakes it before it ends it.
 */
export const pause: ServiceFault<Extract<ServiceAction, { kind: 'pause' }>> = {
  proofOf: (_action, edges) => (edges.length > 0 ? { kind: 'probes', edges, slowsByMs: Infinity } : { kind: 'own' }),
  prepare: (_action, { service, seen }) => {
    let paused: Child | undefined;
    return {
      async apply() {
        paused = service.child;
        if (paused.exit !== undefined) throw new Error(`${service.name} does not run`);
        await suspend(paused);
        seen('felt');
      },
      async heal() {
        if (paused === undefined) return;
        await resume(paused);
        seen('clean');
      },
    };
  },
};
