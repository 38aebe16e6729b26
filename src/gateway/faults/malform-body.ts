import { Transform } from 'node:stream';
import type { HttpAction, Malformation } from '../../model/faults/http.ts';
import type { HttpFault } from '../http-fault.ts';

/** Changes the content of the body and not its length. */
export const malformBody: HttpFault<Extract<HttpAction, { kind: 'malform-body' }>> = {
  body({ how }) {
    const spoil = spoilers[how]();
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        done(null, spoil(Buffer.from(chunk)));
      },
    });
  },
};

/** Make a function that is given one piece of the body after another, and changes it in place. */
const spoilers: Record<Malformation, () => (chunk: Buffer) => Buffer> = {
  json() {
    let begun = false;
    return (chunk) => {
      const first = begun ? -1 : chunk.findIndex((byte) => byte > 0x20);
      if (first >= 0) {
        chunk[first] = '<'.charCodeAt(0);
        begun = true;
      }
      return chunk;
    };
  },
  bytes() {
    let next = 0;
    return (chunk) => {
      for (; next < chunk.length; next += 100) chunk[next] = (chunk[next] ?? 0) ^ 1;
      next -= chunk.length;
      return chunk;
    };
  },
};
