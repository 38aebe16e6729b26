import { expect, it, test } from 'vitest';
import { chooseParams } from './fault-params.ts';
import { Problems } from './problems.ts';

const params = { delay: '300ms', share: '10%', rate: '100KB/s', size: '64KB', count: 3, both: true, path: '/search' };
const plan = { params, faultsWith: (values: object) => [{ ...values }] };
const choose = (chosen: Record<string, string>, of: unknown = plan) => {
  const problems = new Problems();
  const value = chooseParams(of, chosen, problems) as { faults?: unknown } | undefined;
  try {
    problems.throwIfAny();
    return value?.faults;
  } catch (error) {
    return (error as { problems: { message: string; hint?: string }[] }).problems.map(
      ({ message, hint }) => `${message} (${hint ?? ''})`,
    );
  }
};

it('gives the faults their values, each of the kind of its default', () => {
  const chosen = { delay: '2s', share: '5.5%', rate: '1MB/s', size: '8B', count: '-4', both: 'false', path: '' };
  expect(choose(chosen)).toEqual([{ ...chosen, count: -4, both: false }]);
  expect(choose({ count: '4' })).toEqual([{ ...params, count: 4 }]);
  expect(choose({})).toBeUndefined();
});

test.each([
  ['delay', '500', 'expected a time such as 300ms, 1.5s or 2m, as its default 300ms is'],
  ['share', '0.1', 'expected a share such as 40%, as its default 10% is'],
  ['rate', '100', 'expected a rate such as 100KB/s, as its default 100KB/s is'],
  ['size', '64', 'expected a size such as 64KB, as its default 64KB is'],
  ['count', 'three', 'expected a number, as its default 3 is'],
  ['both', 'yes', 'expected true or false, as its default true is'],
])('refuses %s=%s', (name, text, told) => {
  expect(choose({ [name]: text })).toEqual([`--fault-param ${name}=${text}: ${told} ()`]);
});

test('refuses what there is no parameter for', () => {
  expect(choose({ dealy: '1s' })).toEqual([
    '--fault-param dealy=1s: the fault plan has no parameter "dealy" (did you mean "delay"?)',
  ]);
  expect(choose({ constructor: '1s' })).toHaveLength(1);
  expect(choose({ delay: '1s' }, { params: {} })).toEqual([
    '--fault-param delay=1s: the fault plan has no parameter "delay" (a plan declares them in params: { … })',
  ]);
});

test('tells what a plan throws', () => {
  const faultsWith = () => {
    throw new RangeError('too slow');
  };
  expect(choose({ delay: '9s' }, { params, faultsWith })).toEqual([
    'the fault plan threw with the given parameters: too slow (without --fault-param it does not)',
  ]);
});
