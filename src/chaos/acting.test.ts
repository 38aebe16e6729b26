import { expect, test } from 'vitest';
import type { Exposure } from '../model/record.ts';
import { breakableBy } from './acting.ts';

test('what met a fault is added up over all the times that it was on', async () => {
  const broken = breakableBy({
    name: 'db',
    proofOf: () => ({ kind: 'own' }),
    prepare(_action, { met }) {
      const tell = (connections: number) => () => {
        met({ connections, requests: null });
        return Promise.resolve();
      };
      return { apply: tell(1), heal: tell(3) };
    },
  });
  const told: Exposure[] = [];
  broken.onExposed?.((_fault, exposure) => told.push(exposure));
  for (let time = 0; time < 2; time++) {
    await broken.prepare('f', { kind: 'pause' }, 1);
    await broken.apply('f', { kind: 'pause' }, () => undefined);
    await broken.heal('f', () => undefined);
  }
  expect(told.map(({ connections }) => connections)).toEqual([1, 3, 4, 6]);
});
