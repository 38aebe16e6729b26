import type { NetworkAction } from '../../model/faults/network.ts';
import type { MeansOf } from './means.ts';

/** Toxiproxy comes with every run, so an edge is all that these need. */
const onEdge: MeansOf = (on, _action, { edges, services }) => {
  const service = services[edges.find(({ name }) => name === on)?.to ?? ''];
  const isSilent = service?.kind === 'external' && service.url?.startsWith('tcp:') === true;
  const proof = isSilent
    ? 'nothing: no canary speaks bare TCP, so it is taken to act once Toxiproxy has it'
    : `a canary through ${on}`;
  return { proof, needs: [], lack: null };
};

export const networkMeans = {
  latency: onEdge,
  'black-hole': onEdge,
  down: onEdge,
} satisfies Record<NetworkAction['kind'], MeansOf>;
