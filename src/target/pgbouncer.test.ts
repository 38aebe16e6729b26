import { expect, test } from 'vitest';
import { upstream } from './pgbouncer.ts';

test('what is behind the pool is told in its words', () => {
  expect(upstream('postgres://app:se%27cret@[::1]/my%20shop')).toBe(
    "host='::1' port='5432' dbname='my shop' user='app' password='se''cret'",
  );
  expect(upstream('postgres://app:x@127.0.0.1:6000/shop?options=-c%20search_path=proofload_a')).toContain(
    "port='6000' dbname='shop' user='app' password='x' connect_query='SET search_path TO proofload_a'",
  );
});
