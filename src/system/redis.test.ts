import { expect, test } from 'vitest';
import { readReplies, RedisRefused } from './redis.ts';

test('replies are read whole, whatever they are', () => {
  const text = '+OK\r\n:7\r\n$-1\r\n$3\r\n€\r\n*2\r\n$9\r\nmaxmemory\r\n$2\r\n64\r\n-OOM no\r\n';
  const [...replies] = readReplies(text);
  expect(replies.slice(0, 5)).toEqual(['OK', 7, null, '€', ['maxmemory', '64']]);
  expect(replies[5]).toBeInstanceOf(RedisRefused);
});

test('what has not come yet is left for later', () => {
  const text = '+OK\r\n*2\r\n$1\r\na\r\n$2\r\nbc\r\n';
  for (let length = 0; length < text.length; length++) {
    expect(readReplies(text.slice(0, length))).toEqual(length < 5 ? [] : ['OK']);
  }
  expect(readReplies(text)).toEqual(['OK', ['a', 'bc']]);
});
