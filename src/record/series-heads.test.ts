import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactor } from '../model/secrets.ts';
import { SeriesHeads } from './series-heads.ts';

const redact = redactor({ API_TOKEN: 'tok-123456' });

test('secrets are taken out of names of series, and cells stay, however the stream is cut', () => {
  const stream = ['{"version":1}', '{"id":1,"tags":{"name":"/x?t=tok-123456é"}}', '[1,0,0,1]', '[1,1,1,2]', ''].join(
    '\n',
  );
  const expected = stream.replace('tok-123456', '$API_TOKEN');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: stream.length })), (cuts) => {
      const bytes = Buffer.from(stream);
      const heads = new SeriesHeads(redact);
      const written: Uint8Array[] = [];
      let from = 0;
      for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
        written.push(...heads.of(bytes.subarray(from, to)));
        from = to;
      }
      expect(Buffer.concat([...written, ...heads.rest()]).toString()).toBe(expected);
    }),
  );
});

test('a head that was cut off is not written, a cell is', () => {
  const heads = new SeriesHeads(redact);
  expect(heads.of(Buffer.from('[1,0]\n{"id":2,"tags":{"name":"tok-12')).map(String)).toEqual(['[1,0]\n']);
  expect(heads.rest()).toEqual([]);
  const cells = new SeriesHeads(redact);
  expect(cells.of(Buffer.from('[1,0]\n[1,'))).toHaveLength(1);
  expect(cells.rest().map(String)).toEqual(['[1,']);
});
