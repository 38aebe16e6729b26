import { Writable } from 'node:stream';
import type { HttpAction } from '../../model/faults/http.ts';
import { hasBody, type HttpFault } from '../http-fault.ts';

/**
 * The connection is closed within the body: before the length that was promised is there, or, where none was, before the mark
 * of the end. A body that ends with its connection cannot be told from a whole one, and neither can none at all.
 */
export const truncateBody: HttpFault<Extract<HttpAction, { kind: 'truncate-body' }>> = {
  sink({ afterBytes }, passage) {
    const { reply, client } = passage;
    const promised = Number(reply.headers['content-length'] ?? Infinity);
    let left = Math.min(afterBytes, promised - 1);
    if (!hasBody(passage)) return client;
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        const part = chunk.subarray(0, left);
        left -= part.length;
        const over = left === 0;
        const written = (): void => {
          if (over) client.destroy();
          done();
        };
        if (part.length === 0) written();
        else client.write(part, written);
      },
      final(done) {
        client.destroy();
        done();
      },
    });
  },
};
