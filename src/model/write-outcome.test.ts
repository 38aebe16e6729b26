import { expect, test } from 'vitest';
import { outcomeOf } from './write-outcome.ts';

test.each([
  [200, 0, 'acknowledged'],
  [201, 0, 'acknowledged'],
  [299, 0, 'acknowledged'],
  [304, 0, 'unknown'],
  [400, 1400, 'refused'],
  [404, 1404, 'refused'],
  [409, 1409, 'refused'],
  [408, 1408, 'unknown'],
  [425, 1425, 'unknown'],
  [429, 1429, 'unknown'],
  [500, 1500, 'unknown'],
  [503, 1503, 'unknown'],
])('status %i is %s', (status, code, outcome) => {
  expect(outcomeOf(status, code)).toBe(outcome);
});

test.each([
  ['an invalid URL', 1020, 'refused'],
  ['a time-out', 1050, 'unknown'],
  ['no such host', 1101, 'refused'],
  ['a broken pipe', 1201, 'unknown'],
  ['a dial time-out', 1211, 'refused'],
  ['a refused connection', 1212, 'refused'],
  ['a reset', 1220, 'unknown'],
  ['a certificate that is not trusted', 1310, 'refused'],
  ['an HTTP/2 stream error', 1631, 'unknown'],
  ['anything else', 1000, 'unknown'],
])('without an answer, %s is %s', (_, code, outcome) => {
  expect(outcomeOf(0, code)).toBe(outcome);
});
