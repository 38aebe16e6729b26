import type { ServiceAction } from '../../model/faults/service.ts';
import type { Lack } from '../../model/lack.ts';
import { availableMemory } from '../../system/available-memory.ts';
import { findCpuHierarchy } from '../../system/cpu-group.ts';
import { findFaketime } from '../../system/faketime.ts';
import { findOnPath } from '../../system/find-on-path.ts';
import { formatDataSize } from '../../model/data-size.ts';
import { mayMount } from '../../system/tmpfs.ts';
import type { Means, MeansOf, Site } from './means.ts';

/** Processes of our own and signals are all that these need. */
const ofProcesses =
  (proof: (on: string, site: Site) => string): MeansOf =>
  (on, _action, site): Means => ({ proof: proof(on, site), needs: [], lack: foreignServer(on, site) });

export const serviceMeans = {
  pause: ofProcesses(canaryTo),
  disconnect: (on, _action, site) => ({
    proof: canaryTo(on, site),
    needs: ['Docker'],
    lack: site.contained.has(on)
      ? foreignServer(on, site)
      : {
          why: 'it is a process, which shares the network of this machine',
          hint: 'run with --runtime containers, or put down on its edges',
        },
  }),
  kill: ofProcesses(() => 'the end of its processes'),
  restart: ofProcesses((on) => `the signal to ${on}, until it is ready again`),
  'cpu-throttle': (on, _action, { contained }) => {
    if (contained.has(on))
      return { proof: `the engine, when ${on} first waits for its CPU`, needs: ['Docker'], lack: null };
    const found = findCpuHierarchy();
    const lack = 'why' in found ? { why: found.why, hint: 'run as root on Linux, or use cpuStress' } : null;
    return { proof: `the kernel, when ${on} first waits for its CPU`, needs: ['root', 'control groups'], lack };
  },
  'cpu-stress': beside('the CPU time that it uses'),
  'memory-stress': beside('the memory that it has'),
  'disk-full': async (on, _action, { contained }) => ({
    proof: 'the room that is left on it',
    needs: ['root'],
    lack: contained.has(on)
      ? insideContainer
      : (await mayMount())
        ? null
        : {
            why: 'its disk has to be mounted, which takes root on Linux',
            hint: 'run as root, outside of a container that may not mount',
          },
  }),
  'clock-skew': (on, _action, { contained }) => ({
    proof: `the Date of the answers of ${on}`,
    needs: ['libfaketime'],
    lack: contained.has(on)
      ? insideContainer
      : findFaketime() === undefined
        ? { why: 'libfaketime is not installed', hint: 'apt-get install libfaketime, or its like' }
        : null,
  }),
} satisfies Record<ServiceAction['kind'], MeansOf>;

const insideContainer: Lack = {
  why: 'it runs in a container, and this is done to processes of this machine',
  hint: 'leave out --runtime containers',
};

function canaryTo(on: string, { edges, services }: Site): string {
  if ((services[on]?.replicas ?? 1) > 1) return 'a canary at the first replica that it is put on';
  const edge = edges.find(({ to }) => to === on);
  return edge === undefined ? `a canary at ${on} itself` : `a canary through ${edge.name}`;
}

/** Of what stress-ng does. */
function beside(proof: string): MeansOf {
  return async (_on, action, { env }) => {
    const lack =
      (await findOnPath('stress-ng', env)) === undefined
        ? { why: 'there is no stress-ng on PATH', hint: 'apt-get install stress-ng, or its like' }
        : action.kind === 'memory-stress' && action.bytes > availableMemory() - spareBytes
          ? {
              why: `only ${formatDataSize(availableMemory())} of memory are free, and ${formatDataSize(spareBytes)} must stay so`,
              hint: 'use up less: beyond it the kernel ends processes, and chooses which',
            }
          : null;
    return { proof, needs: ['stress-ng'], lack };
  };
}

/** Left to the run itself. */
const spareBytes = 500e6;

/** A database on somebody's server has no process of ours. */
function foreignServer(on: string, { services, env }: Site): Lack | null {
  const url = env['PROOFLOAD_POSTGRES_URL'] ?? '';
  if (services[on]?.kind !== 'postgres' || url === '') return null;
  return {
    why: `${on} is a schema on the server of PROOFLOAD_POSTGRES_URL, whose processes are not ours to break`,
    hint: 'unset PROOFLOAD_POSTGRES_URL, and the run starts a server of its own',
  };
}
