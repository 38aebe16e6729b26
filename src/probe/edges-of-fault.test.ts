import { expect, test } from 'vitest';
import { cleanFrom, firstAffected, lapsedFrom } from './edges-of-fault.ts';
import type { Flight } from './probe.ts';
import { isAffected } from './threshold.ts';

/** Probes sent 20 ms apart: `.` quick, `S` slow, `x` without an answer, `?` under way, `-` never sent. */
function judged(picture: string, over = false) {
  const nowMs = picture.length * 20;
  const result = (letter: string, sentMs: number): Flight['result'] => {
    const probe = { edge: 'e', sentMs };
    if (letter === '.') return { ...probe, tookMs: 1, outcome: 'answered' };
    if (letter === 'S') return { ...probe, tookMs: 101, outcome: 'answered' };
    if (letter === 'x') return { ...probe, tookMs: null, outcome: 'closed' };
    return letter === '-' ? null : undefined;
  };
  const flights = Array.from(picture, (letter, i): Flight => ({ sentMs: i * 20, result: result(letter, i * 20) }));
  const affected = (flight: Flight): boolean | undefined => isAffected(flight, nowMs, 100);
  return {
    felt: firstAffected(flights, affected, { supportMs: 100, over })?.sentMs,
    clean: cleanFrom(flights, affected)?.sentMs,
    lapsed: lapsedFrom(flights, ({ result }) => result?.tookMs === 1)?.sentMs,
  };
}

test.each([
  ['nothing affected', '....', undefined],
  ['the first without an answer', '..xx', 40],
  ['a probe that our machine could not send says nothing', '-.-x', 60],
  ['the first slow one of many', '.SSSSSSS', 20],
  ['a few quick ones among them do no harm', '.SS.SSSSS', 20],
  ['a stall of the machine is none', '..SSS.........', undefined],
  ['a stall before the fault proper is none', 'SS......SSSSSS', 160],
  ['a slow one whose followers are still to come is waited for', '.SS', undefined],
  ['an earlier one that may still be affected is waited for', '.?xx', undefined],
  ['an earlier one that is late already is affected', '.???????????', 20],
])('felt: %s', (_name, picture, felt) => {
  expect(judged(picture).felt).toBe(felt);
});

test.each([
  ['the followers that there were are enough', '.SS', 20],
  ['a single slow one is not', '..S', undefined],
])('felt once the fault is over: %s', (_name, picture, felt) => {
  expect(judged(picture, true).felt).toBe(felt);
});

test.each([
  ['three in a row', '...', 0],
  ['two are not enough', 'xx..', undefined],
  ['after the last affected one', 'x...S...', 100],
  ['an affected one after three puts it off', '...x', undefined],
  ['one under way does not count yet', '..?.', undefined],
  ['one under way after three does no harm', '...?', 0],
  ['one that is late counts as affected', '?......', 20],
  ['one that could not be sent is passed over', '.-..', 0],
])('clean: %s', (_name, picture, clean) => {
  expect(judged(picture).clean).toBe(clean);
});

test.each([
  ['all met it', 'SSxxSS', undefined],
  ['the latest for 0.3 s did not', 'SSS................', 60],
  ['a shorter time is none', 'SSS...............', undefined],
  ['one that met it begins anew', 'SS..........S.......', undefined],
  ['one under way may be held up by it', 'S...............?', undefined],
  ['one that our machine could not send says nothing', 'S........-........', 20],
])('lapsed: %s', (_name, picture, lapsed) => {
  expect(judged(picture).lapsed).toBe(lapsed);
});

test('lapsed: two are too few, however far apart', () => {
  const flights = [0, 400].map((sentMs): Flight => ({ sentMs, result: undefined }));
  expect(lapsedFrom(flights, () => true)).toBeUndefined();
});
