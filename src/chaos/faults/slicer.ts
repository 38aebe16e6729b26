import { onStreams, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * Data comes in slices, each after a wait (of about 0.5 ms at least: measured 2.1 MB/s for slices of 1000 B with 10 µs).
 *
 * What a probe says and hears is hardly more than a slice, so it cannot tell.
 */
export const slicer: FaultKind<ActionOf<'slicer'>> = {
  problems: ({ averageBytes, variationBytes, delayUs }) => [
    // Toxiproxy overflows its stack on 0, and panics when the variation is not less than the size.
    ...wholeNumber('size', averageBytes, 1, 1_000_000, 'B'),
    ...wholeNumber('variation', variationBytes, 0, Math.max(averageBytes - 1, 0), 'B'),
    ...wholeNumber('delay', delayUs, 0, 60_000_000, 'µs'),
  ],
  toxics: ({ averageBytes, variationBytes, delayUs, direction }) =>
    onStreams(direction, (stream) => ({
      type: 'slicer',
      stream,
      attributes: { average_size: averageBytes, size_variation: variationBytes, delay: delayUs },
    })),
  connections: 'stay',
  slowsByMs: () => null,
};
