import { expect, test } from 'vitest';
import { leadsThere } from './adoption.ts';

test.each([
  ['127.0.0.1:5432', ['127.0.0.1:5432'], true],
  ['localhost:5432', ['127.0.0.1:5432'], true],
  ['DB.test:5432', ['db.test:5432', '10.0.0.1:5432'], true],
  ['10.0.0.1:5432', ['db.test:5432', '10.0.0.1:5432'], true],
  ['127.0.0.1:5433', ['127.0.0.1:5432'], false],
  ['localhost:5433', ['127.0.0.1:5432'], false],
  ['10.0.0.2:5432', ['127.0.0.1:5432'], false],
  ['[::1]:5432', ['127.0.0.1:5432'], false],
  ['db:5432', ['127.0.0.1:5432'], undefined],
])('a proxy to %s leads to %j: %s', (upstream, leadsTo, there) => {
  expect(leadsThere({ upstream }, { edge: 'api->db', proxy: 'p', leadsTo })).toBe(there);
});
