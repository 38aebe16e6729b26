import { expect, test } from 'vitest';
import { refusedIn } from './refused.ts';

const line =
  '{"level":"error","name":"a","listen":"127.0.0.1:18475","upstream":"127.0.0.1:1","error":"dial tcp 127.0.0.1:1: connect: connection refused","client":"127.0.0.1:40248","caller":"proxy.go:211","time":"2026-11-21T20:26:24Z","message":"Unable to open connection to upstream"}';

test('who was refused is told by the log', () => {
  expect(refusedIn(line)).toBe(40_248);
  expect(refusedIn(line.replace('127.0.0.1:40248', '[::1]:40249'))).toBe(40_249);
});

test('other lines tell of nobody', () => {
  expect(refusedIn(line.replace('Unable to open connection to upstream', 'Terminated'))).toBeUndefined();
  expect(refusedIn('Unable to open connection to upstream')).toBeUndefined();
});
