import { expect, test } from 'vitest';
import type { Fault } from '../../define/fault.ts';
import { httpVerbs } from '../../define/faults/http.ts';
import type { ProofloadError } from '../../diagnostic/error.ts';
import { describeFault } from '../../model/describe-fault.ts';
import { checkFaultPlan, type FaultContext } from '../check-fault-plan.ts';
import { Problems } from '../problems.ts';

const { httpError, delayHeaders, slowBody, truncateBody, malformBody, loseReply, dropRequest } = httpVerbs;
const timing = { id: 'f', at: '10s', for: '10s' } as const;
const node = { kind: 'node', entry: 'main.ts', ready: '/ready', replicas: 1 };
const context = {
  warmUpMs: 0,
  seed: { chosen: undefined, fallback: 1 },
  durationMs: 60_000,
  edges: ['k6->api', 'api->ai', 'api->db', 'api->pay', 'api->cache'],
  services: {
    api: { ...node, replicas: 3 },
    ai: node,
    db: { kind: 'postgres', init: [] },
    pay: { kind: 'external', url: 'https://pay.test' },
    cache: { kind: 'external', url: 'redis://127.0.0.1:6379' },
  } as unknown as FaultContext['services'],
  steps: null,
};

function check(fault: Fault): readonly string[] {
  const problems = new Problems();
  const head = { proofload: 'fault-plan', definedAt: '', target: {}, journeys: [] };
  const plan = { ...head, recovery: '5s', params: {}, require: null, halt: [], faults: [fault] };
  const checked = checkFaultPlan(plan, 'chaos/f.ts', context, problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => [message, hint].filter(Boolean).join('; '));
  }
  return checked?.faults.map(describeFault) ?? [];
}

test.each<[Fault, string]>([
  [httpError('api->ai', timing), '503 instead of answers on api->ai'],
  [
    httpError('api->ai', { ...timing, status: 429, retryAfter: '2s', match: { method: 'POST', share: '2.5%' } }),
    '429 with Retry-After 2 instead of answers on api->ai (2.5% of POST)',
  ],
  [
    delayHeaders('api->ai', { ...timing, delay: '2s', match: { path: '/orders/{id}', method: ['GET', 'PUT'] } }),
    'answers 2 s late on api->ai (GET/PUT /orders/{id})',
  ],
  [
    slowBody('api->ai', { ...timing, rate: '10KB/s', match: { headers: { 'X-Tenant': 'a*' } } }),
    'bodies at 10 KB/s on api->ai (x-tenant: a*)',
  ],
  [truncateBody('api->ai', { ...timing, after: '2KB' }), 'bodies cut after 2 KB on api->ai'],
  [malformBody('api->ai', { ...timing, how: 'bytes' }), 'bodies with wrong bytes on api->ai'],
  [loseReply('api->ai', { ...timing, replicas: [3, 1, 1] }), 'answers lost on api->ai, only replicas 1 and 3'],
])('what is written is what is planned: %#', (fault, expected) => expect(check(fault)).toEqual([expected]));

test.each<[Fault, RegExp]>([
  [httpError('api->ai', { ...timing, status: 200 }), /status is 200: expected 400 to 599/],
  [httpError('api->ai', { ...timing, retryAfter: '1.5s' }), /retryAfter is "1.5s": must be whole seconds/],
  [httpError('api->ai', { ...timing, match: { share: '0.05%' } }), /match.share is "0.05%": expected .* steps of 0.1%/],
  [httpError('api->ai', { ...timing, match: { share: '0%' } }), /match.share is "0%": must be above 0%/],
  [httpError('api->ai', { ...timing, match: { path: '/a?b=1' } }), /match.path .* without a query/],
  [httpError('api->ai', { ...timing, match: { method: 'post' } }), /match.method is "post": .*capitals/],
  [httpError('api->ai', { ...timing, match: { metod: 'POST' } as object }), /no field "metod"; did you mean "method"/],
  [slowBody('api->ai', { ...timing, rate: '10' as '10B/s' }), /rate is "10": expected bytes a second such as 10KB\/s/],
  [dropRequest('api->db', timing), /cannot be put on "api->db": it leads to a database/],
  [dropRequest('api->pay', timing), /cannot be put on "api->pay": its requests are within TLS/],
  [dropRequest('api->cache', timing), /cannot be put on "api->cache": .*not HTTP/],
  [dropRequest('k6->api', { ...timing, replicas: [1] }), /replicas are those of the service .* k6 has none/],
  [dropRequest('api->ai', { ...timing, replicas: [4] }), /api has no replica 4; they are counted from 1 to 3/],
])('what cannot be is told: %#', (fault, expected) => {
  const problems = check(fault);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(expected);
});
