import { onStreams, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * Connections end with an RST, on both their sides: those in use when it begins, and new ones at their first data. Towards the
 * service (`upstream`) that is the request, which is lost; back from it (`downstream`) it is the answer to one that was served.
 *
 * Toxiproxy's own toxic ends connections that are open already with a FIN. What makes a kernel send an RST is a process that ends
 * with data unread: see `EdgeProxy.reset`. Connections on which nothing is sent then get a FIN.
 *
 * Toxicity must be 1: below it, all connections are closed hard, those that were not meant too, and lose what they had to send.
 */
export const reset: FaultKind<ActionOf<'reset'>> = {
  problems: () => [],
  // Without a wait: while it waits, the toxic cannot be taken off.
  toxics: ({ direction }) =>
    onStreams(direction, (stream) => ({ type: 'reset_peer', stream, attributes: { timeout: 0 } })),
  connections: 'reset',
  slowsByMs: () => Infinity,
};
