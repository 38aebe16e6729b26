import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Cli } from './cli.ts';

// What a fault proxy would take without a word, or would end over, and what cannot be meant: refused where it is written.

const target = (edges: string, services = '', more = '') => `
import { defineTarget } from 'proofload';
export default defineTarget({
  name: 'mine',
  services: {
    api: { kind: 'process', command: ['true'], ready: '/', env: { DB: '{db.url}', QUEUE: '{queue.url}' } },
    db: { kind: 'postgres' },
    queue: { kind: 'external', url: 'tcp://127.0.0.1:5672' },
    ${services}
  },
  edges: ['k6->api', 'api->db', 'api->queue'${edges}],
  ${more}
} as never);
`;
const load = `
import { defineJourney, defineScenario, users } from 'proofload';
import mine from './target.ts';
const j = defineJourney({ name: 'j', steps: ['a'], run({ step }) { step('a', () => 1); } });
export default defineScenario({ target: mine, profile: users(1, { for: '60s' }), journeys: [j] });
`;

/** What a run says to these files, each problem with its place and hint on one line; it must have started nothing. */
async function saidTo(files: { readonly target: string; readonly plan?: string }): Promise<string[]> {
  const cli = new Cli();
  const cwd = mkdtempSync(join(tmpdir(), 'e2e-bad-faults-'));
  for (const [name, text] of Object.entries({ load, ...files })) writeFileSync(join(cwd, `${name}.ts`), text);
  const before = readdirSync(cwd);
  const chaos = files.plan === undefined ? [] : ['--chaos', 'plan.ts'];
  const { code, stdout, stderr } = await cli.run(['run', 'load.ts', ...chaos], { cwd });
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(readdirSync(cwd)).toEqual(before);
  expect(cli.tempFolders()).toEqual([]);
  const [, ...lines] = stderr
    .replace(/\n {6}(.*)/g, ' ($1)')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.trim().replace(/^(\S+:\d+):\d+ {2}/, '$1 '));
}

/** A fault as it is written, and what is said about it. */
const faults: readonly (readonly [written: string, ...said: string[]])[] = [
  // types, names and fields
  ["down('api->bd', T)", 'the target has no edge "api->bd" (did you mean "api->db"?)'],
  ["down('db', T)", 'the target has no edge "db" (*)'],
  ["pause('dbb', T)", 'the target has no service "dbb" (did you mean "db"?)'],
  ["{ ...down('api->db', T), kind: 'latncy' }", 'there is no kind of fault "latncy" (did you mean "latency"?)'],
  ["{ ...down('api->db', T), kind: 'noop' }", 'there is no kind of fault "noop" (*)'],
  ["latency('api->db', { ...T, latency: '1s' })", 'there is no field "latency" (*)'],
  ["latency('api->db', { ...T, delay: '1s', jiter: '1ms' })", 'there is no field "jiter" (did you mean "jitter"?)'],
  ["latency('api->db', { ...T, delay: '1s', toxicity: 0.5 })", 'there is no field "toxicity" (*)'],
  [
    "latency('api->db', { ...T, delay: '1s', direction: 'sideways' })",
    'direction is "sideways": expected upstream, downstream or both',
  ],
  [
    "latency('api->db', { ...T, delay: '1s', direction: 'Upstream' })",
    'direction is "Upstream": expected upstream, downstream or both (did you mean "upstream"?)',
  ],
  ["down('api->db', { ...T, hits: ['b'] })", 'no journey has the step "b" (did you mean "a"?)'],
  // latency
  ["latency('api->db', T)", 'say the delay, or the ramp that it follows'],
  ["latency('api->db', { ...T, delay: 300 })", 'delay is 300: expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["latency('api->db', { ...T, delay: '300' })", 'delay is "300": expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["latency('api->db', { ...T, delay: '-1s' })", 'delay is "-1s": expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["latency('api->db', { ...T, delay: '0ms' })", 'delay is "0ms": must be above 0'],
  ["latency('api->db', { ...T, delay: '0.5ms' })", 'delay is "0.5ms": must be whole milliseconds'],
  ["latency('api->db', { ...T, delay: '61m' })", 'delay is "61m": must be at most 1h'],
  ["latency('api->db', { ...T, delay: '1s', jitter: '1001ms' })", 'jitter 1001 ms is more than the delay 1000 ms'],
  [
    "latency('api->db', { ...T, delay: '1s', jitter: '-1ms' })",
    'jitter is "-1ms": expected a duration such as 300ms, 1.5s, 2m or 1h',
  ],
  // bandwidth
  ["bandwidth('api->db', T)", 'say the rate, or the ramp that it follows'],
  ["bandwidth('api->db', { ...T, rate: '0KB/s' })", 'rate is "0KB/s": must be from 1KB/s to 10GB/s'],
  [
    "bandwidth('api->db', { ...T, rate: '-1KB/s' })",
    'rate is "-1KB/s": expected data a second, such as 100KB/s or 1.5MB/s',
  ],
  ["bandwidth('api->db', { ...T, rate: 100 })", 'rate is 100: expected data a second, such as 100KB/s or 1.5MB/s'],
  [
    "bandwidth('api->db', { ...T, rate: '100KB' })",
    'rate is "100KB": expected data a second, such as 100KB/s or 1.5MB/s',
  ],
  ["bandwidth('api->db', { ...T, rate: '1500B/s' })", 'rate is "1500B/s": must be whole KB/s'],
  // what closes
  ["slowClose('api->db', T)", 'delay is missing: expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["slowClose('api->db', { ...T, delay: '-1s' })", 'delay is "-1s": expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["timeout('api->db', T)", 'after is missing: expected a duration such as 300ms, 1.5s, 2m or 1h'],
  ["timeout('api->db', { ...T, after: '0s' })", 'after is "0s": must be above 0'],
  ["reset('api->db', { ...T, timeout: '1s' })", 'there is no field "timeout" (*)'],
  ["limitData('api->db', T)", 'bytes is missing: expected an amount of data such as 500B, 10KB or 1.5MB'],
  [
    "limitData('api->db', { ...T, bytes: '-1B' })",
    'bytes is "-1B": expected an amount of data such as 500B, 10KB or 1.5MB',
  ],
  ["limitData('api->db', { ...T, bytes: 10 })", 'bytes is 10: expected an amount of data such as 500B, 10KB or 1.5MB'],
  // slices
  ["slicer('api->db', T)", 'size is missing: expected an amount of data such as 500B, 10KB or 1.5MB'],
  ["slicer('api->db', { ...T, size: '0B' })", 'size is "0B": must be from 1B to 1MB'],
  [
    "slicer('api->db', { ...T, size: '10B', variation: '10B' })",
    'the variation of 10B must be less than the size of 10B',
  ],
  [
    "slicer('api->db', { ...T, size: '10B', variation: '-1B' })",
    'variation is "-1B": expected an amount of data such as 500B, 10KB or 1.5MB',
  ],
  [
    "slicer('api->db', { ...T, size: '10B', delay: '-1ms' })",
    'delay is "-1ms": expected a duration such as 300ms, 1.5s, 2m or 1h',
  ],
  ["slicer('api->db', { ...T, size: '10B', delay: '2m' })", 'delay is "2m": must be at most 1m'],
  // times
  [
    "down('api->db', { id: T.id, for: '1s' })",
    'at is missing: expected a time such as 10s, or a share of the run such as 40%',
  ],
  [
    "down('api->db', { ...T, at: '-1s' })",
    'at is "-1s": expected a time such as 10s, or a share of the run such as 40%',
  ],
  ["down('api->db', { ...T, for: '0s' })", 'its length is 0'],
  [
    "down('api->db', { ...T, at: '59s' })",
    'it lasts from 59 s to 64 s, and the load ends at 60 s (begin earlier, or make it shorter)',
  ],
  [
    "down('api->db', { ...T, flapping: { every: '1s', on: '1s' } })",
    'flapping is on for 1 s of every 1 s, so never off',
  ],
  [
    "down('api->db', { ...T, flapping: { every: '1s', on: '50ms' } })",
    'flapping is on for 50 ms of every 1 s: it must be on and off for at least 100 ms each, or it may not be felt',
  ],
  [
    "down('api->db', { ...T, flapping: { every: '1s', on: '950ms' } })",
    'flapping is on for 950 ms of every 1 s: it must be on and off for at least 100 ms each, or it may not be felt',
  ],
];

test('every fault that cannot be is told with its place, what was expected, and what may have been meant', async () => {
  const lines = faults.map(
    ([written], index) => `    ((T) => (${written}))({ id: 'f${index}', at: '10s', for: '5s' }),`,
  );
  const verbs = 'down, pause, latency, bandwidth, slowClose, timeout, reset, limitData, slicer';
  const plan = `import { defineFaultPlan } from 'proofload';
import mine from './target.ts';
export default defineFaultPlan({ target: mine, faults: (({ ${verbs} }: any) => [
${lines.join('\n')}
    down('api->db', { id: 'a/b', at: '1s', for: '1s' }),
    down('api->db', { at: '1s', for: '1s' }),
]) as never });
`;
  const last = faults.length + 4;
  const expected = [
    ...faults.flatMap(([, ...said], index) => said.map((one) => `plan.ts:${index + 4} fault "f${index}": ${one}`)),
    `plan.ts:${last} fault "a/b": id is "a/b": expected a name of letters, digits, - and _, beginning with a letter`,
    `plan.ts:${last + 1} fault: id is missing: expected a name`,
  ];
  const told = await saidTo({ target: target(''), plan });
  // Which fields and kinds there are is told elsewhere.
  expect(told.map((one) => one.replace(/ \(known: .*\)$/, ' (*)'))).toEqual(expected);
});

test('every target that cannot be has its place, too', async () => {
  const external = (url: string) => `{ kind: 'external', url: '${url}' }`;
  const services = `nowhere: { kind: 'external' }, low: ${external('tcp://127.0.0.1')}, high: ${external('http://127.0.0.1:99999')},`;
  const ports = `ports: { 'api->db': 0, 'api->queue': 70_000, 'k6->api': '9000' },`;
  const address = 'expected an address with a port from 1 to 65535, such as tcp://127.0.0.1:5672';
  expect(await saidTo({ target: target('', services, ports) })).toEqual([
    expect.stringMatching(/^target\.ts:3 target: services\.nowhere\.url is missing: /) as string,
    `target.ts:3 target: services.low.url is "tcp://127.0.0.1": ${address}`,
    `target.ts:3 target: services.high.url is "http://127.0.0.1:99999": ${address}`,
    'target.ts:3 target: ports.api->db is 0: expected a port from 1 to 65535',
    'target.ts:3 target: ports.api->queue is 70000: expected a port from 1 to 65535',
    'target.ts:3 target: ports.k6->api is "9000": expected a port from 1 to 65535',
  ]);
  const shared = `ports: { 'api->bd': 9001, 'api->db': 9000, 'api->queue': 9000 },`;
  expect(await saidTo({ target: target(", 'apy->db'", `all: ${external('tcp://0.0.0.0:5672')},`, shared) })).toEqual([
    'target.ts:3 edge "apy->db": there is no service "apy" (did you mean "api"?)',
    'target.ts:3 ports: there is no edge "api->bd" (did you mean "api->db"?)',
    'target.ts:3 ports: api->db and api->queue are both on 9000 (give each edge a port of its own)',
    'target.ts:3 service "all": tcp://0.0.0.0:5672 is neither a loopback nor a private address (a load test against somebody else is an attack; --allow-remote if it is yours)',
  ]);
});
