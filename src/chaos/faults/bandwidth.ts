import { onStreams, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/** Toxiproxy's KB. */
const kb = 1000;

/**
 * Each connection carries so much data a second, in pieces of up to 100 ms; all together as often as much as there are connections.
 *
 * A probe is too small to be slowed by it: what is known is that Toxiproxy has it, read back.
 */
export const bandwidth: FaultKind<ActionOf<'bandwidth'>> = {
  problems: ({ bytesPerSecond }) => wholeNumber('rate', bytesPerSecond / kb, 1, 10_000_000, 'KB/s'),
  toxics: ({ bytesPerSecond, direction }) =>
    onStreams(direction, (stream) => ({ type: 'bandwidth', stream, attributes: { rate: bytesPerSecond / kb } })),
  connections: 'stay',
  slowsByMs: () => null,
};
