import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unframe } from './attach.ts';

function frame(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
}

test('frames come out whole and in order, however they were cut on the way', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 })),
      fc.infiniteStream(fc.integer({ min: 1, max: 30 })),
      (payloads, cuts) => {
        const sent = Buffer.concat(payloads.map(frame));
        const given: Buffer[] = [];
        const take = unframe((payload) => given.push(payload));
        for (let at = 0; at < sent.length;) {
          const size = cuts.next().value as number;
          take(sent.subarray(at, at + size));
          at += size;
        }
        expect(given.map((one) => [...one])).toEqual(payloads.map((one) => [...one]));
      },
    ),
  );
});
