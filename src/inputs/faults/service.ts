import { z } from 'zod';
import type { CheckedService } from '../check-target.ts';
import { faultShape } from './fault-shape.ts';

/** Faults on the processes of a service, by kind. */
export const serviceShapes = {
  pause: faultShape({ on: 'service', refuses: ownProcesses, options: {}, action: () => ({ kind: 'pause' }) }),
  kill: faultShape({
    on: 'service',
    refuses: ownProcesses,
    options: { restart: z.boolean('expected true or false').default(true) },
    action: ({ restart }) => ({ kind: 'kill', restart }),
  }),
  restart: faultShape({ on: 'service', refuses: ownProcesses, options: {}, action: () => ({ kind: 'restart' }) }),
};

function ownProcesses({ kind }: CheckedService): string | undefined {
  return kind === 'external' ? 'the run does not start it, so its processes are not ours to break' : undefined;
}
