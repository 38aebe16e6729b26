import { expect, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import type { CheckedFaultPlan } from './check-fault-plan.ts';
import { checkSourceAddresses } from './check-source-addresses.ts';
import type { CheckedTarget } from './check-target.ts';
import { Problems } from './problems.ts';

const edges = [
  { name: 'k6->api', from: 'k6', to: 'api', port: null },
  { name: 'api->db', from: 'api', to: 'db', port: null },
];
const targetAt = (url: string) => ({ edges, services: { api: { kind: 'external', url } } }) as unknown as CheckedTarget;
const planOn = (edge: string) =>
  ({ file: '/p/chaos.ts', faults: [{ id: 'slow', on: edge }] }) as unknown as CheckedFaultPlan;

function problemsOf(range: string, { users = 10, url = 'http://127.0.0.1:9000', edge = 'api->db' } = {}) {
  const problems = new Problems();
  const context = { maxUsers: users, target: targetAt(url), faultPlan: planOn(edge), place: { file: '/p/load.ts' } };
  checkSourceAddresses(range, context, problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message }) => message);
  }
}

test.each(['127.1.0.0/16', '127.0.0.0/8', '127.1.2.0/28'])('%s is a range for 10 users', (range) => {
  expect(problemsOf(range)).toEqual([]);
});

test.each(['10.0.0.0/8', '127.1.0.0', '127.1.0.0/33', '127.1.0.0/7', '127.300.0.0/16', '::1/128'])(
  '%s is no range of loopback addresses',
  (range) => {
    expect(problemsOf(range)).toEqual([expect.stringContaining('expected a range of loopback addresses')]);
  },
);

test('there are as many addresses as users, without the first and the last', () => {
  expect(problemsOf('127.1.0.0/28', { users: 14 })).toEqual([]);
  expect(problemsOf('127.1.0.0/28', { users: 15 })).toEqual([
    'sourceAddresses 127.1.0.0/28 has 14 addresses for 15 users',
  ]);
  expect(problemsOf('127.1.0.1/32', { users: 2 })).toEqual(['sourceAddresses 127.1.0.1/32 has 1 address for 2 users']);
});

test('only loopback is reached from loopback', () => {
  expect(problemsOf('127.1.0.0/16', { url: 'http://localhost:9000' })).toEqual([]);
  expect(problemsOf('127.1.0.0/16', { url: 'http://10.0.0.5:9000' })).toEqual([
    'sourceAddresses: http://10.0.0.5:9000 cannot be reached from loopback addresses',
  ]);
});

test('the edge from k6 takes no fault', () => {
  expect(problemsOf('127.1.0.0/16', { edge: 'k6->api' })).toEqual([
    'fault "slow": k6->api has no fault proxy, since users with sourceAddresses connect by themselves',
  ]);
});
