import { z } from 'zod';
import type { CheckedService } from '../service-shape.ts';
import { dataSize, share, skew } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

/** Faults on the processes of a service, by kind. */
export const serviceShapes = {
  pause: faultShape({ on: 'service', refuses: ownProcesses, options: {}, action: () => ({ kind: 'pause' }) }),
  disconnect: faultShape({ on: 'service', refuses: noContainer, options: {}, action: () => ({ kind: 'disconnect' }) }),
  kill: faultShape({
    on: 'service',
    refuses: ownProcesses,
    options: { restart: z.boolean('expected true or false').default(true) },
    action: ({ restart }) => ({ kind: 'kill', restart }),
  }),
  restart: faultShape({ on: 'service', refuses: ownProcesses, options: {}, action: () => ({ kind: 'restart' }) }),
  'cpu-throttle': faultShape({
    on: 'service',
    refuses: ownProcesses,
    options: {
      cpus: z.number('expected a number of CPUs').min(0.01, 'must be at least 0.01').max(64, 'must be at most 64'),
    },
    action: ({ cpus }) => ({ kind: 'cpu-throttle', cpus }),
  }),
  'cpu-stress': faultShape({
    on: 'service',
    refuses: ownProcesses,
    options: {
      workers: z.int('expected a whole number').min(1, 'expected 1 or more').max(64, 'expected at most 64').default(1),
      load: share()
        .refine((load) => load >= 0.01, 'must be at least 1%')
        .default(1),
    },
    action: ({ workers, load }) => ({ kind: 'cpu-stress', workers, load }),
  }),
  'memory-stress': faultShape({
    on: 'service',
    refuses: ownProcesses,
    options: { size: dataSize().refine((bytes) => bytes >= 1e6, 'must be at least 1MB') },
    action: ({ size }) => ({ kind: 'memory-stress', bytes: size }),
  }),
  'disk-full': faultShape({ on: 'service', refuses: withoutDisk, options: {}, action: () => ({ kind: 'disk-full' }) }),
  'clock-skew': faultShape({
    on: 'service',
    refuses: notProgram,
    options: { by: skew() },
    action: ({ by }) => ({ kind: 'clock-skew', byMs: by }),
  }),
};

function ownProcesses({ kind }: CheckedService): string | undefined {
  return kind === 'external' ? 'the run does not start it, so its processes are not ours to break' : undefined;
}

function noContainer({ kind }: CheckedService): string | undefined {
  return kind === 'container' || kind === 'node' || kind === 'postgres'
    ? undefined
    : `it is a service of the kind "${kind}", and this is for what can run in a container`;
}

function notProgram({ kind }: CheckedService): string | undefined {
  return kind === 'node' || kind === 'process'
    ? undefined
    : `it is a service of the kind "${kind}", and this is for "node" and "process"`;
}

function withoutDisk(service: CheckedService): string | undefined {
  const wrong = notProgram(service);
  if (wrong !== undefined) return wrong;
  return 'disk' in service && service.disk !== undefined
    ? undefined
    : "it has no disk of its own: give it one in the target (disk: '16MB') and tell it where ({disk} in its env)";
}
