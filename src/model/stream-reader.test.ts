import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import type { SeriesHead } from './record.ts';
import { StreamReader } from './stream-reader.ts';
import type { StreamEnd } from './stream.ts';
import { bucketsOf } from './testing/buckets.ts';

type Buckets = [index: number, count: number][];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('StreamReader', () => {
  const lines = [
    '{"version":1,"t0":1000}',
    '{"id":0,"metric":"http_req","type":"http","failed":true,"tags":{"step":"Bücher"}}',
    '[0,0,1000,2,2,1010,500,510,1,1,1,0,1,1,1,[286,1,1,1]]',
    '{"id":1,"metric":"vus","type":"gauge","tags":{}}',
    '[1,1000,1000,1,30000,30000,30000]',
    '[2,1000,1000,1,5]',
    '{"end":true,"requests":2,"samples":1,"cells":2,"series":2,"dropped":0}',
    '[1,2000,2000,1,30000,30000,30000]',
  ];
  const stream = encode(`${lines.join('\n')}\n`);

  function read(pieces: Iterable<Uint8Array>) {
    const told: {
      heads: SeriesHead[];
      cells: [number, Omit<Cell, 'histogram'>, Buckets][];
      end: StreamEnd | null;
      damaged: number;
    } = {
      heads: [],
      cells: [],
      end: null,
      damaged: 0,
    };
    const reader = new StreamReader({
      series: (head) => told.heads.push(head),
      cell: (id, { histogram, ...cell }) => told.cells.push([id, cell, bucketsOf(histogram)]),
      end: (end) => (told.end = end),
      damaged: () => (told.damaged += 1),
    });
    for (const piece of pieces) reader.push(piece);
    reader.close();
    return told;
  }

  it('tells series, cells, the end, and what cannot be read', () => {
    const told = read([stream]);
    expect(told.heads.map(({ tags }) => tags)).toEqual([{ step: 'Bücher' }, {}]);
    expect(told.cells.map(([id, { count, max }]) => [id, count, max])).toEqual([
      [0, 2, 510],
      [1, 1, 30_000],
    ]);
    expect(told.end).toMatchObject({ requests: 2, cells: 2 });
    // That of a series which nobody named, and that after the end.
    expect(told.damaged).toBe(2);
  });

  it('does not mind where its pieces are cut', () => {
    const whole = read([stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const bounds = [0, ...cuts.sort((a, b) => a - b), stream.length];
        expect(read(bounds.slice(1).map((to, i) => stream.subarray(bounds[i], to)))).toEqual(whole);
      }),
    );
  });

  it('reads a last line without its end', () => {
    const cut = lines.slice(0, 3).join('\n');
    expect(read([encode(cut)])).toEqual(read([encode(`${cut}\n`)]));
    expect(read([encode(cut.slice(0, -1))])).toMatchObject({ cells: [], damaged: 1 });
  });

  it('needs no one who listens to more than series and cells', () => {
    const counts: number[] = [];
    const reader = new StreamReader({ series: () => undefined, cell: (_, { count }) => counts.push(count) });
    reader.push(stream);
    expect(counts).toEqual([2, 1]);
  });

  it('keeps nothing of a piece that is used again', () => {
    function* inOneBuffer(): Generator<Uint8Array> {
      const buffer = Buffer.alloc(7);
      for (let at = 0; at < stream.length; at += buffer.length) {
        const piece = stream.subarray(at, at + buffer.length);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
      }
    }
    expect(read(inOneBuffer())).toEqual(read([stream]));
  });
});
