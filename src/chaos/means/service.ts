import type { ServiceAction } from '../../model/faults/service.ts';
import type { Lack, Means, MeansOf, Site } from './means.ts';

/** Processes of our own and signals are all that these need. */
const ofProcesses =
  (proof: (on: string, site: Site) => string): MeansOf =>
  (on, _action, site): Means => ({ proof: proof(on, site), needs: [], lack: foreignServer(on, site) });

export const serviceMeans = {
  pause: ofProcesses((on, { edges }) => {
    const edge = edges.find(({ to }) => to === on);
    return edge === undefined ? 'the state of its processes' : `a canary through ${edge.name}`;
  }),
  kill: ofProcesses(() => 'the end of its processes'),
  restart: ofProcesses((on) => `the signal to ${on}, until it is ready again`),
} satisfies Record<ServiceAction['kind'], MeansOf>;

/** A database on somebody's server has no process of ours. */
function foreignServer(on: string, { services, env }: Site): Lack | null {
  const url = env['PROOFLOAD_POSTGRES_URL'] ?? '';
  if (services[on]?.kind !== 'postgres' || url === '') return null;
  return {
    why: `${on} is a schema on the server of PROOFLOAD_POSTGRES_URL, whose processes are not ours to break`,
    hint: 'unset PROOFLOAD_POSTGRES_URL, and the run starts a server of its own',
  };
}
