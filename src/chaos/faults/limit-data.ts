import { onStreams, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * A connection is closed (FIN) after so much data in a direction, in the middle of whatever it is. Counted from the beginning of the
 * fault, or of the connection if that is later. With 0 the first data closes it, which probes see.
 */
export const limitData: FaultKind<ActionOf<'limit-data'>> = {
  problems: ({ bytes }) => wholeNumber('amount of data', bytes, 0, 1e12, 'B'),
  toxics: ({ bytes, direction }) =>
    onStreams(direction, (stream) => ({ type: 'limit_data', stream, attributes: { bytes } })),
  connections: 'stay',
  slowsByMs: ({ bytes }) => (bytes === 0 ? Infinity : null),
};
