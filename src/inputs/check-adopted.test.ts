import { expect, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { chooseToxiproxy, whyNotThrough } from './check-adopted.ts';
import { checkTarget } from './check-target.ts';
import { Problems } from './problems.ts';

const external = (url: string) => ({ kind: 'external', url });
const mine = {
  proofload: 'target',
  definedAt: '',
  name: 'mine',
  services: {
    api: external('http://127.0.0.1:9000'),
    db: external('postgres://127.0.0.1:5432'),
    cache: external('redis://127.0.0.1:6379'),
    mail: external('tcp://127.0.0.1:25'),
  },
  edges: ['k6->api', 'api->db', 'api->cache', 'api->mail'],
  ports: { 'api->mail': 10_025 },
  adopt: { 'api->db': 'postgres_proxy' },
};
const server = 'http://127.0.0.1:8474';

/** The URL that is chosen, or what is wrong. */
function choose(definition: object, flag?: string, allowRemote = false): unknown {
  const problems = new Problems();
  const target = checkTarget(definition, {}, { allowRemote }, problems);
  const chosen = target && chooseToxiproxy(target, { toxiproxy: flag, allowRemote }, problems);
  try {
    problems.throwIfAny();
    return chosen?.toxiproxy;
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => [message, hint].filter(Boolean).join('; '));
  }
}

test('the server is that of the command line, or of the target', () => {
  expect(choose(mine, `${server}/`)).toBe(server);
  expect(choose({ ...mine, toxiproxy: server })).toBe(server);
  expect(choose({ ...mine, toxiproxy: 'http://127.0.0.1:1' }, server)).toBe(server);
  expect(choose(mine, 'http://toxi.example:8474', true)).toBe('http://toxi.example:8474');
  expect(choose({ ...mine, adopt: {} })).toBeNull();
});

const expected = 'expected the address of its API, such as http://127.0.0.1:8474';
test.each([
  [
    'nobody says where it is',
    mine,
    undefined,
    'adopt: nobody says where the Toxiproxy is whose "postgres_proxy" is api->db; say it with --toxiproxy http://127.0.0.1:8474, or as toxiproxy in the target',
  ],
  [
    'nothing is adopted from it',
    { ...mine, adopt: {} },
    server,
    `--toxiproxy: target "mine" adopts none of its proxies; name the proxy that an edge is, in the target: adopt: { 'api->mail': '<name>' }`,
  ],
  ['it is no URL', mine, '8474', `--toxiproxy: "8474" is no http or https URL without query; ${expected}`],
  [
    'nor is that of the target',
    { ...mine, toxiproxy: 'tcp://x' },
    undefined,
    `toxiproxy: "tcp://x" is no http or https URL without query; ${expected}`,
  ],
  [
    'a password is in it, which is not repeated',
    mine,
    'http://me:hunter22@127.0.0.1:8474',
    `--toxiproxy: it holds user or password, which Toxiproxy does not ask for and the undo log would keep; ${expected}`,
  ],
  [
    'it is far away',
    mine,
    'http://toxi.example:8474',
    '--toxiproxy http://toxi.example:8474: it is neither at a loopback nor at a private address; --allow-remote if it is yours, and nobody minds faults on it',
  ],
  [
    'an edge is mistyped',
    { ...mine, adopt: { 'api->bd': 'x' } },
    undefined,
    'adopt: there is no edge "api->bd"; did you mean "api->db"?',
  ],
  [
    'its proxy has a port, too',
    { ...mine, ports: { 'api->db': 15_432 } },
    server,
    'ports: api->db is adopted, and listens where "postgres_proxy" does; leave its port out',
  ],
  [
    'two edges are one proxy',
    { ...mine, adopt: { 'api->db': 'p', 'api->cache': 'p' } },
    server,
    'adopt: "p" is both api->db and api->cache; name one of them: a fault on it meets all who go through the proxy',
  ],
  [
    'the run starts what it leads to',
    { ...mine, services: { ...mine.services, db: { kind: 'postgres' } } },
    server,
    "adopt: api->db: each run starts db itself, at another address, where an adopted proxy does not lead; only edges to services of the kind 'external' can be adopted",
  ],
])('an adopted edge is refused when %s', (_why, definition, flag, problem) => {
  expect(choose(definition, flag)).toEqual([problem]);
});

test('only what acts on connections can be put on an adopted edge, and nothing where nobody goes', () => {
  const target = checkTarget(mine, {}, { allowRemote: false }, new Problems())!;
  const why = (on: string, kind: string): string | undefined => whyNotThrough(target)(on, kind)?.message;
  expect(why('api->db', 'latency')).toBeUndefined();
  expect(why('api->db', 'down')).toBeUndefined();
  expect(why('api->db', 'reset')).toBe(
    'reset cannot be put on api->db, which is adopted: it is made by ending the Toxiproxy',
  );
  expect(why('api->db', 'http-error')).toContain("a proxy of Proofload's own would have to stand behind it");
  expect(why('api->cache', 'latency')).toBe(
    'api->cache is not adopted, and api runs already: it cannot be told of a proxy of the run',
  );
  expect(why('api->mail', 'latency')).toBeUndefined(); // at the port that api was told
  expect(why('k6->api', 'latency')).toBeUndefined();
  expect(why('api', 'pause')).toBeUndefined();
  const without = { ...target, edges: target.edges.map((edge) => ({ ...edge, adopt: null })) };
  expect(whyNotThrough(without)('api->cache', 'latency')).toBeUndefined();
});
