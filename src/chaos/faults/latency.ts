import { longestMs, onStreams, streamsOf, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * Every piece of data takes longer; connections stay and opening one is not slower.
 *
 * Toxiproxy keeps at most 1024 pieces of 32 KiB a connection on their way: 308 MB/s at 100 ms, 28 MB/s at 1 s.
 */
export const latency: FaultKind<ActionOf<'latency'>> = {
  problems: ({ delayMs, jitterMs }) => [
    ...wholeNumber('delay', delayMs, 1, longestMs, 'ms'),
    ...wholeNumber('jitter', jitterMs, 0, Math.max(delayMs, 0), 'ms'),
  ],
  toxics: ({ delayMs, jitterMs, direction }) =>
    onStreams(direction, (stream) => ({
      type: 'latency',
      stream,
      attributes: { latency: delayMs, jitter: jitterMs },
    })),
  connections: 'stay',
  slowsByMs: ({ delayMs, jitterMs, direction }) => (delayMs - jitterMs) * streamsOf(direction).length,
};
