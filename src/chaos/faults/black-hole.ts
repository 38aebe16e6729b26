import { onStreams, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * Connections open and stay open, and nothing gets through.
 *
 * While it is on, a client cannot tell it from a network that swallows packets, but for one thing: new connections open,
 * since it is the proxy that accepts them. One way or both is the same to who waits for answers.
 *
 * The end is harder than a network's. That sends again (measured between two network namespaces: after 2 s of nothing a pending
 * request was answered 1.3 s after the end, on its old connection); Toxiproxy has dropped the data, and closes every connection
 * with a dropped way (FIN), also those that were idle. So clients see a close where they would have had a late answer.
 */
export const blackHole: FaultKind<ActionOf<'black-hole'>> = {
  problems: () => [],
  // 0: never closed by the toxic itself.
  toxics: ({ direction }) =>
    onStreams(direction, (stream) => ({ type: 'timeout', stream, attributes: { timeout: 0 } })),
  connections: 'stay',
  slowsByMs: () => Infinity,
};
