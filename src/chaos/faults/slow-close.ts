import { longestMs, onStreams, wholeNumber, type ActionOf, type FaultKind } from '../fault-kind.ts';

/**
 * One side of a connection learns late that the other has closed it. Data is not slower, so no probe sees it.
 *
 * The end of the fault closes none of those that wait: Toxiproxy forgets them until their other side closes too.
 */
export const slowClose: FaultKind<ActionOf<'slow-close'>> = {
  problems: ({ delayMs }) => wholeNumber('delay', delayMs, 1, longestMs, 'ms'),
  toxics: ({ delayMs, direction }) =>
    onStreams(direction, (stream) => ({ type: 'slow_close', stream, attributes: { delay: delayMs } })),
  connections: 'stay',
  slowsByMs: () => null,
};
