import { longestMs, onStreams, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * A black hole that closes a connection (FIN) once nothing has come on it for a time.
 *
 * Data starts that time anew, so a client that sends again and again is never closed. At the end every connection is closed, as
 * after a black hole.
 */
export const timeout: FaultKind<ActionOf<'timeout'>> = {
  problems: ({ afterMs }) => wholeNumber('time without data', afterMs, 1, longestMs, 'ms'),
  toxics: ({ direction, afterMs }) =>
    onStreams(direction, (stream) => ({ type: 'timeout', stream, attributes: { timeout: afterMs } })),
  connections: 'stay',
  slowsByMs: () => Infinity,
};
