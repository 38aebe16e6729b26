import { describe, expect, test } from 'vitest';
import type { ProofloadError } from '../../diagnostic/error.ts';
import { networkVerbs } from '../../define/faults/network.ts';
import type { Fault } from '../../define/fault.ts';
import { describeAction } from '../../model/fault-action.ts';
import { checkFaultPlan } from '../check-fault-plan.ts';
import { Problems } from '../problems.ts';

const { latency, bandwidth, blackHole, timeout, reset, slowClose, slicer, limitData, down } = networkVerbs;
const timing = { id: 'f', at: '10s', for: '10s' } as const;

function check(...faults: Fault[]) {
  const problems = new Problems();
  const head = { proofload: 'fault-plan', definedAt: '', target: {}, journeys: [] };
  const plan = { ...head, recovery: '5s', params: {}, require: null, halt: [], faults };
  const context = {
    warmUpMs: 0,
    seed: { chosen: undefined, fallback: 1 },
    durationMs: 60_000,
    edges: ['api->db'],
    services: {},
    steps: null,
  };
  const checked = checkFaultPlan(plan, 'chaos/f.ts', context, problems);
  return { checked, problems: messagesOf(problems) };
}

function messagesOf(problems: Problems): string[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message }) => message);
  }
}

describe('what is written is what is planned', () => {
  test.each<[Fault, string]>([
    [
      latency('api->db', { ...timing, delay: '300ms', jitter: '50ms' }),
      'latency of 300 ms ± 50 ms on api->db (downstream)',
    ],
    [
      latency('api->db', { ...timing, ramp: { from: '50ms', to: '300ms', steps: 6 } }),
      'latency from 50 ms to 300 ms in 6 steps on api->db (downstream)',
    ],
    [
      bandwidth('api->db', { ...timing, rate: '1.5MB/s' }),
      'bandwidth of 1.5 MB/s a connection on api->db (downstream)',
    ],
    [
      bandwidth('api->db', { ...timing, ramp: { from: '1MB/s', to: '10KB/s', steps: 4 }, direction: 'both' }),
      'bandwidth from 1 MB/s to 10 KB/s in 4 steps a connection on api->db (both ways)',
    ],
    [blackHole('api->db', { ...timing, direction: 'upstream' }), 'black hole on api->db (upstream)'],
    [
      timeout('api->db', { ...timing, after: '2s' }),
      'no data, and a close after 2 s of silence, on api->db (both ways)',
    ],
    [reset('api->db', { ...timing, direction: 'downstream' }), 'reset of connections on api->db (downstream)'],
    [slowClose('api->db', { ...timing, delay: '1s' }), 'closes delayed by 1 s on api->db (both ways)'],
    [
      slicer('api->db', { ...timing, size: '100B', variation: '50B', delay: '0.5ms' }),
      'slices of 100 B ± 50 B, 0.5 ms apart, on api->db (both ways)',
    ],
    [limitData('api->db', { ...timing, bytes: '10KB' }), 'a close after 10 KB on api->db (both ways)'],
    [down('api->db', timing), 'api->db down'],
  ])('%o', (fault, text) => {
    const { checked, problems } = check(fault);
    expect(problems).toEqual([]);
    const [planned] = checked!.faults;
    expect(describeAction(planned!.action, planned!.on)).toBe(text);
  });
});

test.each<[string, Fault, RegExp]>([
  ['a rate below what Toxiproxy counts in', bandwidth('api->db', { ...timing, rate: '0.5KB/s' }), /from 1KB\/s/],
  ['a rate of nothing', bandwidth('api->db', { ...timing, rate: '0KB/s' }), /from 1KB\/s/],
  ['a broken rate', bandwidth('api->db', { ...timing, rate: '1.0005MB/s' }), /whole KB\/s/],
  ['no rate at all', bandwidth('api->db', timing as never), /say the rate, or the ramp/],
  ['a rate and a ramp', latency('api->db', { ...timing, delay: '1s', ramp: { from: '1s', to: '2s', steps: 2 } } as never), /not both/], // prettier-ignore
  [
    'a ramp to where it is',
    latency('api->db', { ...timing, ramp: { from: '1s', to: '1s', steps: 2 } }),
    /the same one/,
  ],
  ['a ramp of one step', latency('api->db', { ...timing, ramp: { from: '1s', to: '2s', steps: 1 } }), /from 2/],
  ['a ramp in a hurry', latency('api->db', { ...timing, ramp: { from: '1s', to: '2s', steps: 51 } }), /steps would last 196 ms, and 200 ms/], // prettier-ignore
  ['a ramp that flaps', latency('api->db', { ...timing, flapping: { every: '2s', on: '1s' }, ramp: { from: '1s', to: '2s', steps: 2 } }), /cannot flap/], // prettier-ignore
  ['jitter above where a ramp begins', latency('api->db', { ...timing, jitter: '20ms', ramp: { from: '10ms', to: '1s', steps: 2 } }), /more than the delay 10 ms/], // prettier-ignore
  ['slices of nothing', slicer('api->db', { ...timing, size: '0B' }), /from 1B/],
  ['slices that vary by their size', slicer('api->db', { ...timing, size: '10B', variation: '10B' }), /must be less/],
  ['part of a microsecond', slicer('api->db', { ...timing, size: '10B', delay: '0.0005ms' }), /whole microseconds/],
  ['part of a byte', limitData('api->db', { ...timing, bytes: '1.5B' }), /whole bytes/],
  ['another unit', limitData('api->db', { ...timing, bytes: '1GiB' as never }), /such as 500B/],
  ['a time-out of nothing', timeout('api->db', { ...timing, after: '0s' }), /above 0/],
  ['part of a ms', slowClose('api->db', { ...timing, delay: '1.5ms' }), /whole milliseconds/],
])('%s is refused', (_name, fault, message) => {
  expect(check(fault).problems).toEqual([expect.stringMatching(message)]);
});
