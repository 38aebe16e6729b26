import { expect, test } from 'vitest';
import type { PlannedFault } from '../../model/plan.ts';
import { meansOf, refuseImpossible } from './means-of.ts';
import type { Means, Site } from './means.ts';

const site: Site = {
  edges: [
    { name: 'api->db', to: 'db' },
    { name: 'api->queue', to: 'queue' },
  ],
  services: { db: { kind: 'postgres' }, queue: { kind: 'external', url: 'tcp://127.0.0.1:5672' } },
  contained: new Set(),
  env: {},
};
const cut = (on: string): PlannedFault => ({ id: on, on, startMs: 0, endMs: 1, action: { kind: 'down' } });

test('a fault of an edge is proven by a canary, if one speaks to what is behind it', async () => {
  const means = await meansOf([cut('api->db'), cut('api->queue')], site);
  expect([...means].map(([id, { proof }]) => `${id}: ${proof}`)).toEqual([
    'api->db: a canary through api->db',
    'api->queue: nothing: no canary speaks bare TCP, so it is taken to act once Toxiproxy has it',
  ]);
  expect(() => refuseImpossible(means)).not.toThrow();
});

test('what cannot work here is refused, every fault with its reason', () => {
  const lacking = (why: string): Means => ({ proof: '', needs: [], lack: { why, hint: 'h' } });
  const refuse = () =>
    refuseImpossible(
      new Map<string, Means>([
        ['a', lacking('no root')],
        ['b', { proof: '', needs: [], lack: null }],
        ['c', lacking('no tool')],
      ]),
    );
  expect(refuse).toThrow(
    expect.objectContaining({
      exitCode: 7,
      problems: [
        { message: 'fault "a" cannot work here: no root', hint: 'h' },
        { message: 'fault "c" cannot work here: no tool', hint: 'h' },
      ],
    }),
  );
});
