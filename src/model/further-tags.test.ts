import { expect, test } from 'vitest';
import { objective, recovery, sloOf } from '../verdict/testing/slo-builder.ts';
import { furtherTagsOf } from './further-tags.ts';

const only = (name: string) => ({ not: false, names: [name] });

test('k6 tells what objectives ask for, and nothing more', () => {
  const slo = sloOf(
    objective({ where: { step: only('browse'), proto: only('HTTP/2.0') } }),
    objective({
      metric: 'ratio',
      ratio: {
        of: { metric: 'throughput', where: { method: only('POST') } },
        per: { metric: 'throughput', where: { country: only('de') } },
        unit: 'share',
      },
    }),
    recovery(),
  );
  expect(furtherTagsOf(slo)).toEqual(['method', 'proto']);
  expect(furtherTagsOf(null)).toEqual([]);
});
