import type { ServiceAction } from '../../model/faults/service.ts';
import type { ServiceFault } from './service-fault.ts';

/**
 * The service is asked to end, as a deployment does, and started again as soon as it has. It acts from the signal until the
 * service is ready again. A service that does not end in time, or not with 0, did not finish what it was asked: that is told.
 */
export const restart: ServiceFault<Extract<ServiceAction, { kind: 'restart' }>> = {
  proofOf: () => ({ kind: 'own' }),
  prepare: (_action, { service, seen }) => {
    let again: Promise<void> | undefined;
    const restarted = async (tell: (escalation: string) => void): Promise<void> => {
      const exit = await service.end('asked');
      if (exit.signal === 'SIGKILL')
        tell(`${service.name} had not ended ${service.stopTimeoutMs / 1000} s after it was asked to, and was killed`);
      else if (exit.code !== 0) tell(`${service.name} ended with ${exit.code ?? exit.signal} when it was asked to end`);
      await service.start();
      seen('clean');
    };
    return {
      apply(tell) {
        seen('felt');
        again = restarted(tell);
        again.catch(() => undefined); // told by heal
        return Promise.resolve();
      },
      heal: async () => await again,
    };
  },
};
