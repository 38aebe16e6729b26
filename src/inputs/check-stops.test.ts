import { expect, it, test } from 'vitest';
import { objective, recovery, sloOf } from '../verdict/testing/slo-builder.ts';
import { checkStops, type WrittenStops } from './check-stops.ts';
import { Problems } from './problems.ts';

const fast = objective({ name: 'is fast', profiles: ['load'] });
const slo = sloOf(
  fast,
  objective({ name: 'bears it', during: ['fault:cut'] }),
  objective({ name: 'other load', profiles: ['smoke'] }),
  recovery({ name: 'recovers' }),
);
const check = (stops: Partial<WrittenStops>, firstFaultMs = 20_000, limits: typeof slo | null = slo) => {
  const problems = new Problems();
  const plan = {
    stops: { require: null, halt: [], ...stops },
    faults: [{ startMs: firstFaultMs }],
    place: { file: 'p' },
  };
  const checked = checkStops(plan, limits, { name: 'load', warmUpMs: 10_000 }, problems);
  try {
    problems.throwIfAny();
    return checked;
  } catch (error) {
    return (error as { problems: { message: string; hint?: string }[] }).problems.map(
      ({ message, hint }) => `${message} (${hint ?? ''})`,
    );
  }
};

it('finds what is steady, and what is named', () => {
  expect(
    check({
      require: { of: 'steady', for: 5000 },
      halt: [
        { errorRate: 0.5, for: 5000 },
        { of: 'bears it', for: 3000 },
      ],
    }),
  ).toEqual({
    require: { of: ['is fast'], forMs: 5000 },
    halt: [
      { errorRate: 0.5, forMs: 5000 },
      { of: 'bears it', forMs: 3000 },
    ],
  });
});

test.each<[string, Parameters<typeof check>, string]>([
  [
    'an objective that is not there',
    [{ halt: [{ of: 'is fats', for: 5000 }] }],
    'halt: there is no objective "is fats" (did you mean "is fast"?)',
  ],
  [
    'one that only the end tells',
    [{ require: { of: ['recovers'], for: 5000 } }],
    'require: "recovers" cannot be told while this load goes on (known: is fast, bears it)',
  ],
  [
    'a multiple of what steady state will have been',
    [
      { halt: [{ of: 'twice', for: 5000 }] },
      20_000,
      sloOf(objective({}), objective({ name: 'twice', during: ['fault:*'], relativeTo: 'steady', target: 2 })),
    ],
    'halt: "twice" cannot be told while this load goes on (known: is fast)',
  ],
  [
    'one of another profile',
    [{ halt: [{ of: 'other load', for: 5000 }] }],
    'halt: "other load" cannot be told while this load goes on (known: is fast, bears it)',
  ],
  [
    'no SLO file',
    [{ halt: [{ of: 'is fast', for: 5000 }] }, 20_000, null],
    'halt: "is fast" is asked for, and there is no SLO file (give one with --slo)',
  ],
  [
    'nothing that is steady',
    [{ require: { of: 'steady', for: 5000 } }, 20_000, sloOf(recovery({ name: 'recovers' }))],
    'require: there is no objective about steady state (give thresholds/shop.yaml one that is for load)',
  ],
  [
    'a first fault that comes too early',
    [{ require: { of: 'steady', for: 5000 } }, 14_000],
    'require: the first fault begins 4 s after the warm-up, too early to have seen 5 s of steady load (let it begin at 16 s or later)',
  ],
])('refuses %s', (_name, args, told) => {
  expect(check(...args)).toEqual([told]);
});
