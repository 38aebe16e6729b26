import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAction } from '../../model/faults/http.ts';
import type { HttpFault } from '../http-fault.ts';

/** Fine enough for who reads a stream, and no work for a processor. */
const piecesASecond = 20;

/** The body comes in pieces at an even rate; the service is held up too once buffers are full. */
export const slowBody: HttpFault<Extract<HttpAction, { kind: 'slow-body' }>> = {
  body({ bytesPerSecond }, { over }) {
    const begun = performance.now();
    const piece = Math.ceil(bytesPerSecond / piecesASecond);
    let passed = 0;
    const pass = async (stream: Transform, chunk: Buffer): Promise<void> => {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, over.aborted ? undefined : at + piece);
        at += part.length;
        passed += part.length;
        // From the beginning on, so that timers that are late do not add up.
        const waitMs = over.aborted ? 0 : begun + (passed / bytesPerSecond) * 1000 - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal: over }).catch(() => undefined);
        stream.push(part);
      }
    };
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        pass(this, chunk).then(() => done(), done);
      },
    });
  },
};
