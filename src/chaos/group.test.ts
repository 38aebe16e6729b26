import { expect, test } from 'vitest';
import { NotAsPlanned, type Breakable } from './breakable.ts';
import { groupOf } from './group.ts';

interface Member extends Breakable {
  see: (what: 'felt' | 'clean', at: number) => void;
  meet: (requests: number) => void;
}

function member(over: Partial<Breakable> = {}): Member {
  const one: Member = {
    name: 'm',
    problems: () => [],
    proofOf: () => ({ kind: 'own' }),
    prepare: () => Promise.resolve(),
    apply: () => Promise.resolve(),
    heal: () => Promise.resolve(),
    onSeen(cb) {
      one.see = (what, at) => cb('f', what, at);
    },
    onExposed(cb) {
      one.meet = (requests) => cb('f', { connections: null, requests });
    },
    see: () => undefined,
    meet: () => undefined,
    ...over,
  };
  return one;
}

test('felt is the first of all, clean the last, and what they met is added up', () => {
  const [a, b] = [member(), member()];
  const group = groupOf('api', [a, b]);
  const events: string[] = [];
  const met: unknown[] = [];
  group.onSeen?.((_fault, what, at) => events.push(`${what} ${at}`));
  group.onExposed?.((_fault, exposure) => met.push(exposure));
  a.see('felt', 1);
  b.see('felt', 2);
  a.see('clean', 3);
  b.see('clean', 4);
  a.meet(5);
  b.meet(7);
  expect(events).toEqual(['felt 1', 'clean 4']);
  expect(met.at(-1)).toEqual({ connections: null, requests: 12 });
});

test('all are healed, also when one cannot be; only what is left on counts as left', async () => {
  const healed: string[] = [];
  const bad = member({ heal: () => Promise.reject(new Error('stuck')) });
  const late = member({ heal: () => Promise.reject(new NotAsPlanned('cut short', { cutShort: true })) });
  const good = member({ heal: () => Promise.resolve(void healed.push('good')) });
  const nothing = (): void => undefined;
  await expect(groupOf('api', [bad, late, good]).heal('f', nothing)).rejects.toThrow('stuck; cut short');
  expect(healed).toEqual(['good']);
  await expect(groupOf('api', [late, good]).heal('f', nothing)).rejects.toBeInstanceOf(NotAsPlanned);
});

test('the load is counted on the ways to all of them, or not at all', () => {
  const action = { kind: 'down' } as const;
  const at = (port: number) => member({ meets: () => ({ ways: [{ port }], which: 'cut' }) });
  expect(groupOf('api->db', [at(1), at(2)]).meets?.(action)).toEqual({
    ways: [{ port: 1 }, { port: 2 }],
    which: 'cut',
  });
  expect(groupOf('api->db', [at(1), member()]).meets?.(action)).toBeUndefined();
});
