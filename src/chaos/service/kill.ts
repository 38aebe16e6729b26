import type { ServiceAction } from '../../model/faults/service.ts';
import type { ServiceFault } from './service-fault.ts';

/**
 * All processes of the service are killed (SIGKILL): connections are reset, new ones refused. It ceases when the service is
 * started again: booting until it is ready is part of the recovery.
 */
export const kill: ServiceFault<Extract<ServiceAction, { kind: 'kill' }>> = {
  proofOf: () => ({ kind: 'own' }),
  prepare: ({ restart }, { service, seen }) => {
    let dead = false;
    return {
      async apply() {
        dead = true;
        await service.end('killed');
        seen('felt');
      },
      async heal() {
        if (!dead || !restart) return;
        seen('clean');
        await service.start();
      },
    };
  },
};
