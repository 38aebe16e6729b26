import type { NetworkAction } from '../../model/faults/network.ts';
import { slowsByMs } from '../visible.ts';
import type { MeansOf } from './means.ts';

/** Toxiproxy comes with every run, so an edge is all that these need. */
const onEdge: MeansOf = (on, action, { edges, services }) => {
  const service = services[edges.find(({ name }) => name === on)?.to ?? ''];
  const isSilent = service?.kind === 'external' && service.url?.startsWith('tcp:') === true;
  return { proof: proofOf(on, action as NetworkAction, isSilent), needs: [], lack: null };
};

function proofOf(on: string, action: NetworkAction, isSilent: boolean): string {
  if (slowsByMs(action) === null)
    return 'nothing: probes are too small for it to show, so it is taken to act once Toxiproxy has it';
  return isSilent
    ? 'nothing: no canary speaks bare TCP, so it is taken to act once Toxiproxy has it'
    : `a canary through ${on}`;
}

export const networkMeans = {
  latency: onEdge,
  bandwidth: onEdge,
  'black-hole': onEdge,
  timeout: onEdge,
  reset: onEdge,
  'slow-close': onEdge,
  slicer: onEdge,
  'limit-data': onEdge,
  down: onEdge,
} satisfies Record<NetworkAction['kind'], MeansOf>;
