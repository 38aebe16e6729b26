import type { NetworkAction } from '../../model/faults/network.ts';
import { streamsOf, type FaultKind } from '../fault-kind.ts';

/** Beyond this the server panics on jitter, and no experiment waits that long. */
const maxMs = 3_600_000;

/**
 * Every piece of data takes longer; connections stay and opening one is not slower.
 *
 * Toxiproxy keeps at most 1024 pieces of 32 KiB a connection on their way: 308 MB/s at 100 ms, 28 MB/s at 1 s.
 */
export const latency: FaultKind<Extract<NetworkAction, { kind: 'latency' }>> = {
  problems({ delayMs, jitterMs }) {
    const problems: string[] = [];
    if (!Number.isInteger(delayMs) || delayMs < 1 || delayMs > maxMs) {
      problems.push(`the delay must be a whole number of milliseconds from 1 ms to 1 h, not ${delayMs} ms`);
    }
    if (!Number.isInteger(jitterMs) || jitterMs < 0 || jitterMs > Math.max(delayMs, 0)) {
      problems.push(`the jitter must be a whole number of milliseconds from 0 up to the delay, not ${jitterMs} ms`);
    }
    return problems;
  },
  toxics: ({ delayMs, jitterMs, direction }) =>
    streamsOf(direction).map((stream) => ({
      type: 'latency',
      stream,
      attributes: { latency: delayMs, jitter: jitterMs },
    })),
  cuts: false,
  slowsByMs: ({ delayMs, jitterMs, direction }) => (delayMs - jitterMs) * streamsOf(direction).length,
};
