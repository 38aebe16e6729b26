import { expect, test } from 'vitest';
import { safeName } from './proxy-name.ts';

test('names hold only what a path of the API can carry', () => {
  expect(safeName('run/1 ä', 'api->db')).toBe('run-1-_api-to-db');
});
