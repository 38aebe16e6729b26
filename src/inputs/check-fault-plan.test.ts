import { describe, expect, it, test } from 'vitest';
import { defineFaultPlan, type FaultPlanDefinition } from '../define/fault-plan.ts';
import { defineTarget } from '../define/target.ts';
import { checkFaultPlan, faultIds, type FaultContext } from './check-fault-plan.ts';
import { Problems } from './problems.ts';

const target = defineTarget({
  name: 'mine',
  services: { api: { kind: 'node', entry: 'api.ts', ready: '/' }, db: { kind: 'postgres' } },
  edges: ['k6->api', 'api->db'],
});
type Definition = FaultPlanDefinition<
  { api: 'node'; db: 'postgres' },
  'k6->api' | 'api->db',
  string,
  Record<string, string | number>
>;
const planOf = (definition: Omit<Definition, 'target'>) => defineFaultPlan({ target, ...definition });

const context: FaultContext = {
  durationMs: 100_000,
  warmUpMs: 5000,
  seed: { chosen: undefined, fallback: 1 },
  edges: target.edges,
  services: {},
  steps: null,
};
const check = (definition: Omit<Definition, 'target'>, more: Partial<FaultContext> = {}) => {
  const problems = new Problems();
  const plan = checkFaultPlan(planOf(definition), '/p/chaos.ts', { ...context, ...more }, problems);
  const told: string[] = [];
  try {
    problems.throwIfAny();
  } catch (error) {
    const list = (error as { problems: { message: string; hint?: string }[] }).problems;
    told.push(...list.map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`)));
  }
  return { plan, told };
};
const spans = (definition: Omit<Definition, 'target'>, more: Partial<FaultContext> = {}) => {
  const { plan, told } = check(definition, more);
  expect(told).toEqual([]);
  return plan?.faults.map(({ id, startMs, endMs }) => `${id} ${startMs / 1000}-${endMs / 1000}`);
};

describe('faults are laid', () => {
  it('again and again, which may overlap with others', () => {
    const faults: Definition['faults'] = ({ down, latency }) => [
      down('api->db', { id: 'cut', at: '10%', for: '2s', repeat: { every: '20%', times: 3 } }),
      latency('k6->api', { id: 'slow', at: '11s', for: '30s', delay: '1s' }),
    ];
    expect(spans({ faults })).toEqual(['cut-1 10-12', 'cut-2 30-32', 'cut-3 50-52', 'slow 11-41']);
    expect(faultIds(planOf({ faults }))).toEqual(['cut-1', 'cut-2', 'cut-3', 'slow']);
  });

  it('one at a time by a matrix, with quiet around each', () => {
    const faults: Definition['faults'] = ({ matrix, down, latency, blackHole }) => [
      matrix(
        [
          latency('api->db', { id: 'slow', delay: '300ms' }),
          down('api->db', { id: 'cut', for: '2s' }),
          blackHole('k6->api', { id: 'hang' }),
        ],
        { each: '6s', quiet: '10s' },
      ),
    ];
    expect(spans({ faults })).toEqual(['slow 15-21', 'cut 31-33', 'hang 43-49']);
    expect(faultIds(planOf({ faults }))).toEqual(['slow', 'cut', 'hang']);
  });

  const random =
    (seed?: number): Definition['faults'] =>
    (verbs) => [
      verbs.random({
        pick: 2,
        at: '20s',
        quiet: '10s',
        from: ['a', 'b', 'c', 'd'].map((id) => verbs.down('api->db', { id, for: '5s' })),
        ...(seed === undefined ? {} : { seed }),
      }),
    ];
  it.each([
    ["the scenario's seed", { seed: { chosen: undefined, fallback: 7 } }, undefined, 7],
    ["the plan's", { seed: { chosen: undefined, fallback: 7 } }, 8, 8],
    ['that of the command line', { seed: { chosen: 9, fallback: 7 } }, 8, 9],
  ])('at random by %s, which is told', (_name, more, seed, used) => {
    const laid = spans({ faults: random(seed) }, more);
    expect(check({ faults: random(seed) }, more).plan?.seed).toBe(used);
    expect(laid).toEqual(spans({ faults: random(used) }));
    expect(laid?.map((one) => one.slice(2))).toEqual(['30-35', '45-50']);
    expect(faultIds(planOf({ faults: random() }))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('by other values of the parameters, of the kinds of their defaults', () => {
    const plan = planOf({
      params: { wait: '300ms', start: 10 },
      faults: ({ latency }, { wait, start }) => [
        latency('api->db', { id: 'slow', at: `${Number(start)}s`, for: '5s', delay: wait as '1s' }),
      ],
    });
    expect(plan.faults).toMatchObject([{ at: '10s', delay: '300ms' }]);
    expect(plan.faultsWith({ wait: '2s', start: 20 })).toMatchObject([{ at: '20s', delay: '2s' }]);
  });
});

describe('is refused', () => {
  const at = { at: '10s', for: '5s' } as const;
  test.each<[string, Omit<Definition, 'target'>, string[]]>([
    [
      'a fault without times',
      { faults: ({ down }) => [down('api->db', { id: 'cut' })] },
      [
        'fault "cut": at is missing: expected a time such as 10s, or a share of the run such as 40%',
        'fault "cut": for is missing: expected a time such as 10s, or a share of the run such as 40%',
      ],
    ],
    [
      'a matrix that does not fit',
      {
        faults: ({ matrix, down }) => [
          matrix([down('api->db', { id: 'a' }), down('api->db', { id: 'b' })], { each: '30s', quiet: '20s' }),
        ],
      },
      [
        'matrix: its last fault, with 20 s of quiet around each of 2, ends at 125 s, and the load at 100 s (--run-time 125s makes the load long enough)',
      ],
    ],
    [
      'a time in a matrix, and no length',
      { faults: ({ matrix, down }) => [matrix([down('api->db', { id: 'a', at: '1s' })], { quiet: '2s' })] },
      [
        'fault "a": a matrix says when its faults come: leave out at',
        "fault \"a\": nothing says how long it lasts (give it for: '6s', or the matrix each: '6s')",
      ],
    ],
    [
      'more picks than faults',
      {
        faults: ({ random, down }) => [
          random({ pick: 3, quiet: '2s', from: [down('api->db', { id: 'a', for: '1s' })] }),
        ],
      },
      ['random: picks 3 of 1 faults (each comes at most once)'],
    ],
    [
      'what is no time in a matrix',
      { faults: ({ matrix, down }) => [matrix([down('api->db', { id: 'a', for: 'long' as '1s' })], { quiet: '2s' })] },
      ['fault "a": for is "long": expected a time such as 10s, or a share of the run such as 40%'],
    ],
    [
      'a repetition that never ends or is none',
      {
        faults: ({ down }) => [
          down('api->db', { ...at, id: 'a', repeat: { every: '0s', times: 2 } }),
          down('api->db', { ...at, id: 'b', repeat: { every: '9s', times: 1000 } }),
          down('api->db', { ...at, id: 'c', repeat: { evry: '9s', times: 2 } as never }),
        ],
      },
      [
        'fault "a": repeat: every is 0, so all would come at once',
        'fault "b": repeat: times is 1000: expected at most 100',
        'fault "c": repeat: every is missing: expected a time such as 10s, or a share of the run such as 40%',
        'fault "c": repeat: there is no field "evry" (did you mean "every"?)',
      ],
    ],
    [
      'a repetition beyond the end',
      { faults: ({ down }) => [down('api->db', { ...at, id: 'a', repeat: { every: '50s', times: 3 } })] },
      ['fault "a-3": it lasts from 110 s to 115 s, and the load ends at 100 s (begin earlier, or make it shorter)'],
    ],
    [
      'a field that plans have not',
      { ...{ recover: '5s' }, faults: ({ down }) => [down('api->db', { ...at, id: 'a' })] },
      ['fault plan: there is no field "recover" (did you mean "recovery"?)'],
    ],
    [
      'a condition that is none',
      {
        halt: [{ errorRate: '50', for: '5s' } as never, { of: 'few errors', for: '1s' }],
        require: { of: 'stedy' as 'steady', for: '5s' },
        faults: ({ down }) => [down('api->db', { ...at, id: 'a' })],
      },
      [
        'fault plan: require.of is "stedy": expected "steady", or a list of objectives',
        'fault plan: halt.0.errorRate is "50": expected a share such as 50%',
        'fault plan: halt.1.for is "1s": must be at least 2s',
      ],
    ],
  ])('%s', (_name, definition, told) => {
    expect(check(definition).told).toEqual(told);
  });
});
