import { expect, test } from 'vitest';
import type { NetworkAction } from '../model/faults/network.ts';
import type { ProxyReply } from './toxiproxy-client.ts';
import { differenceOf, wantedFor } from './wanted.ts';

const slow: NetworkAction = { kind: 'latency', delayMs: 100, jitterMs: 10, direction: 'both' };
const both = wantedFor(new Map<string, NetworkAction>([['slow', slow], ['gone', { kind: 'down' }]])); // prettier-ignore

function reply(change: Partial<ProxyReply>): ProxyReply {
  return { name: 'p', listen: '127.0.0.1:20000', upstream: '127.0.0.1:20001', enabled: true, toxics: [], ...change };
}

test('a fault both ways is a toxic each way, and one that cuts disables the proxy', () => {
  expect(both).toEqual({
    enabled: false,
    toxics: [
      { name: 'slow_upstream', type: 'latency', stream: 'upstream', attributes: { latency: 100, jitter: 10 } },
      { name: 'slow_downstream', type: 'latency', stream: 'downstream', attributes: { latency: 100, jitter: 10 } },
    ],
  });
});

test('a proxy with the wanted toxics in any order does not differ', () => {
  const toxics = both.toxics.map((toxic) => ({ ...toxic, toxicity: 1 })).reverse();
  expect(differenceOf(reply({ enabled: false, toxics }), both)).toBeUndefined();
});

test.each([
  ['enabled', reply({ enabled: true, toxics: [...both.toxics] }), /is enabled/],
  ['a toxic missing', reply({ enabled: false, toxics: both.toxics.slice(1) }), /toxics are/],
  [
    'another delay',
    reply({ enabled: false, toxics: both.toxics.map((t) => ({ ...t, attributes: { latency: 99, jitter: 10 } })) }),
    /latency=99/,
  ],
])('%s is a difference', (_name, proxy, said) => {
  expect(differenceOf(proxy, both)).toMatch(said);
});
