import { expect, test } from 'vitest';
import { defineTarget } from '../define/target.ts';
import { checkTarget } from './check-target.ts';
import { Problems } from './problems.ts';
import type { Runtime } from './request.ts';

/** What is wrong with a target of these services; defined where this file lies. */
function wrong(services: Readonly<Record<string, unknown>>, runtime: Runtime = 'processes'): string[] {
  const problems = new Problems();
  const target = defineTarget({ name: 't', services: services as never, edges: ['k6->api'] as never[] });
  checkTarget(
    { ...target, definedAt: `at ${import.meta.filename}:1:1` },
    {},
    { allowRemote: false, runtime },
    problems,
  );
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as { problems: readonly { message: string }[] }).problems.map(({ message }) => message);
  }
}

const container = { kind: 'container', image: 'api:1', port: 8080, ready: '/health' };
const node = { kind: 'node', entry: 'problems.ts', ready: '/', env: { PORT: '{port}' } };

test.each<[string, object, readonly string[]]>([
  ['nothing', {}, []],
  ['a database', { url: 'postgres://a:b@db/c', ready: undefined }, []],
  ['neither image nor folder', { image: undefined }, ['service "api": expected either image or build']],
  [
    'both',
    { build: '.' },
    ['service "api": file "Dockerfile" does not exist', 'service "api": expected either image or build'],
  ],
  ['no ready path', { ready: undefined }, ['service "api": it does not say when it is ready']],
  ['a path of a database', { url: 'postgres://db/c' }, ['service "api": ready is a path, and it speaks no HTTP']],
  ['a port that is none', { port: 0 }, ['target: services.api.port is 0: must be at least 1']],
  [
    'another scheme',
    { url: 'tcp://x' },
    ['target: services.api.url is "tcp://x": expected http://… or postgres://…: its host and port are filled in'],
  ],
])('a container with %s', (_what, change, problems) => {
  expect(wrong({ api: { ...container, ...change } })).toEqual(problems);
});

test('in containers a program must be told where to listen', () => {
  expect(wrong({ api: node })).toEqual([]);
  expect(wrong({ api: node }, 'containers')).toEqual(['service "api" is to run in a container and is not told {host}']);
  expect(wrong({ api: { ...node, env: { PORT: '{port}', HOST: '{host}' } } }, 'containers')).toEqual([]);
});

test('what can only be a process is refused in containers', () => {
  const api = { kind: 'process', command: ['true'], env: {}, ready: '/' };
  expect(wrong({ api })).toEqual([]);
  expect(wrong({ api }, 'containers')).toEqual([
    'service "api" is a program of this machine (kind: process), and has no container to run in',
  ]);
});
