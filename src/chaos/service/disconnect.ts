import type { ServiceAction } from '../../model/faults/service.ts';
import type { ServiceFault } from './service-fault.ts';

/**
 * The service's container is in no network: it runs on, what it sends goes nowhere, and nobody reaches it. Connections that were
 * open hang, new ones are refused. Its port and its name are the same afterwards.
 *
 * Needs no entry in the undo log of its own: that of the container removes it.
 */
export const disconnect: ServiceFault<Extract<ServiceAction, { kind: 'disconnect' }>> = {
  proofOf: (_action, at) => (at.length > 0 ? { kind: 'probes', at, slowsByMs: Infinity } : { kind: 'own' }),
  prepare: (_action, { service: { name, network }, seen }) => {
    if (network === null) throw new Error(`${name} is no container`);
    return {
      async apply() {
        await network.leave();
        seen('felt');
      },
      async heal() {
        await network.join();
        seen('clean');
      },
    };
  },
};
