import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanPoint } from './scan-point.ts';

const scan = (text: string) => scanPoint(new TextEncoder().encode(`x${text}y`), 1, 1 + text.length);

describe('a sampled point', () => {
  it.each(['[0,1003,0.41]', '[12,-5,0]', '[0,0,-0.000001]', '[1,2,123456789.012345]', '[0,0,999999999999999]'])(
    'is %s as JSON has it',
    (text) => {
      expect(scan(text)).toEqual(JSON.parse(text));
    },
  );

  it('is exactly what JSON says, whatever is written', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -1_000_000, max: 1_000_000 }).map((millionths) => millionths / 1e6),
    );
    fc.assert(
      fc.property(fc.nat(), fc.maxSafeInteger(), value, (id, atMs, one) => {
        const text = JSON.stringify([id, atMs, one]);
        const scanned = scan(text);
        const isShort = [id, atMs, one].every((number) => /^-?(\d\.?){1,15}$/.test(String(number)));
        expect(scanned).toEqual(isShort ? JSON.parse(text) : undefined);
      }),
    );
  });

  it.each([
    '',
    '[',
    '[]',
    '[1,2]',
    '[1,2,3,4]',
    '[1,2,3',
    '1,2,3]',
    '[1,,3]',
    '[1,2,]',
    '[,2,3]',
    '[1,2,3.]',
    '[1,2,.3]',
    '[1,2,01]',
    '[1,2,-]',
    '[1,2,--3]',
    '[1,2,3e5]',
    '[1,2,"3"]',
    '[1,2,null]',
    '[1 ,2,3]',
    '[1,2,3 ]',
    '[1,2,1.2.3]',
    '[1,2,1234567890123456]',
    '[1,2,0.1234567890123456]',
  ])('%s is left to who reads JSON', (text) => {
    expect(scan(text)).toBeUndefined();
  });
});
