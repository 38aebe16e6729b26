import { expect, test } from 'vitest';
import { headersToPass } from './headers.ts';

test('what is about the message passes as it came; what is about the connection, or named by it, does not', () => {
  expect(
    headersToPass(['Host', 'a', 'X-Odd', '1', 'x-odd', '2', 'Connection', 'keep-alive', 'Keep-Alive', 'x']),
  ).toEqual(['Host', 'a', 'X-Odd', '1', 'x-odd', '2']);
  expect(headersToPass(['TE', 'trailers', 'Connection', 'close, TE', 'A', 'TE'])).toEqual(['A', 'TE']);
  expect(headersToPass(['Transfer-Encoding', 'chunked'])).toEqual(['Transfer-Encoding', 'chunked']);
});
