import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cli, condition, program, root } from './cli.ts';

/** A project beside the repository that borrows its target and journeys. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-project-'));
  mkdirSync(join(folder, 'chaos'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text.replaceAll('$ROOT', root));
  return folder;
}

const scenario = `
import { defineScenario, users } from 'proofload';
import shop from '$ROOT/targets/shop/target.ts';
import { shopper } from '$ROOT/scenarios/shop/journeys/shopper.ts';
export default defineScenario({ target: shop, profile: users(3, { for: '10s' }), journeys: [shopper] });
`;
const plan = `import { defineFaultPlan } from 'proofload';
import shop from '$ROOT/targets/shop/target.ts';
export default defineFaultPlan({
  target: shop,
  faults: ({ latency, down }) => [
    latency('api->bd' as never, { id: 'one', at: '1s', for: '2s', delay: '300ms', jitter: '400ms' }),
    down('api->db', { id: 'two', at: '110%', for: '5s' }),
    down('api->ai', { id: 'three', at: '8s', for: '5s', hits: ['serch' as never] }),
  ],
});
`;
const slo = `version: 1
objectives:
  - { name: a, metric: respons_time, stat: p95, target: 1s }
  - { name: b, metric: response_time, stat: p95, target: 1 }
  - { name: c, metric: error_rate, target: 1%, during: 'fault:tow' }
  - { name: d, metric: throughput, target: 100/s, colour: red }
`;

describe('bad input', () => {
  const cli = new Cli();

  it('is told all at once, with places and nearest names, and starts nothing', async () => {
    const cwd = project({ 'load.ts': scenario, 'chaos/plan.ts': plan, 'slo.yaml': slo });
    const { code, stdout, stderr } = await cli.run(
      ['run', 'load.ts', '--chaos', 'chaos/plan.ts', '--slo', 'slo.yaml'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(`proofload: 9 problems in the input; nothing was started [bad-input]
  chaos/plan.ts:6:5  fault "one": the target has no edge "api->bd"
      did you mean "api->db"?
  chaos/plan.ts:6:5  fault "one": jitter 400 ms is more than the delay 300 ms
  chaos/plan.ts:7:5  fault "two": at is "110%": a share of the run is at most 100%
  chaos/plan.ts:8:5  fault "three": no journey has the step "serch"
      did you mean "search"?
  chaos/plan.ts:8:5  fault "three": it lasts from 8 s to 13 s, and the load ends at 10 s
      begin earlier, or make it shorter
  slo.yaml:3:24  objective "a": there is no metric "respons_time"
      did you mean "response_time"?
  slo.yaml:4:58  objective "b": target is 1: expected a limit with its unit, such as 300ms, 1% or 100/s; a plain number in quotes: '20'
  slo.yaml:5:56  objective "c": there is no phase "fault:tow"
      did you mean "fault:two"?
  slo.yaml:6:51  objective "d": there is no field "colour"
      known: name, profiles, because, severity, metric, of, per, stat, outcome, where, during, while, edges, window, budget, onNoData, target, critical, minSamples
`);
    expect(readdirSync(cwd)).not.toContain('reports');
  });

  it.each([
    { args: ['run'], words: 'give an experiment' },
    { args: ['judge'], words: 'give the folder of a run' },
    { args: ['run', 'shop-prof'], words: 'did you mean "shop-proof"?' },
    { args: ['run', 'nowhere.ts'], words: 'there is no file nowhere.ts' },
    { args: ['run', 'README'], words: 'neither an experiment of the config nor a scenario file' },
    { args: ['clean', 'nowhere'], words: 'there is no journal' },
    { args: ['run', 'shop-proof', '--slo', 'nowhere.yaml'], words: 'nowhere.yaml' },
    { args: ['run', 'shop-proof', '--target-option', 'braker=off'], words: 'did you mean "breaker"?' },
    { args: ['run', 'shop-proof', '--target-option', 'breaker=of'], words: 'did you mean "off"?' },
    { args: ['run', 'shop-proof', '--target-option', 'breaker'], words: 'expected name=value' },
    { args: ['run', 'shop-proof', '--target', 'ftp://x'], words: 'expected an http or https URL' },
    { args: ['run', 'shop-proof', '--sol', 'x'], words: '--slo' },
    { args: ['rum', 'shop-proof'], words: 'run' },
    { args: ['run', 'shop-proof', '--profile', 'strss'], words: 'did you mean "stress"?' },
    { args: ['run', 'shop-proof', '--users', '0'], words: '--users 0: expected at least 1' },
    { args: ['run', 'shop-proof', '--rate', '5'], words: 'the profile "proof" is closed' },
    { args: ['run', 'shop-daily', '--spawn-rate', '5'], words: 'has stages, which say how fast users come' },
    { args: ['run', 'shop-proof', '--set', 'requestTimeot=5s'], words: 'did you mean "requestTimeout"?' },
    { args: ['plan', 'shop-proof', '--time-scale', '2'], words: 'expected at most 1' },
    { args: ['gate', 'pr', '--seed', 'x'], words: '--seed x: expected a number' },
    { args: ['gate', 'pr', '--toxiproxy', 'http://127.0.0.1:1'], words: 'target "shop" adopts none of its proxies' },
    { args: ['gate', 'prr'], words: 'did you mean "pr"?' },
    { args: ['judge', 'nowhere'], words: 'holds no run that can be read' },
    { args: ['judge', root], words: 'there is no run.json' },
  ])('$args', async ({ args, words }) => {
    const { code, stderr } = await cli.run(args);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
  });

  it('is annotated at its lines in GitHub Actions, whose summary says why there is no verdict', async () => {
    const cwd = project({ 'load.ts': scenario, 'slo.yaml': slo });
    const page = join(cwd, 'summary');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: page, GITHUB_WORKSPACE: cwd };
    const { stderr } = await cli.run(['run', 'load.ts', '--slo', 'slo.yaml'], { cwd, env });
    expect(stderr).toContain(
      '\n::error file=slo.yaml,line=3,col=24,title=proofload%3A 4 problems in the input; nothing was started::objective "a": ',
    );
    expect(readFileSync(page, 'utf8')).toMatch(/^## ❌ No verdict \(exit code 2\): 4 problems [^]*slo\.yaml:3:24 /);

    rmSync(page);
    await cli.run(['run', 'load.ts', '--slow', 'slo.yaml'], { cwd, env });
    expect(readFileSync(page, 'utf8')).toMatch(/^## ❌ No verdict \(exit code 2\): .*--slow/);
  });

  it('is told without the orders to the terminal that are in it', async () => {
    const { code, stderr } = await cli.run(['run', '\u001b]0;title\u0007\u001b[2Jnowhere']);
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere');
    expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it.each([
    {
      mistake: 'a Node module',
      text: `import 'node:fs';${scenario}`,
      words: 'load.ts:1:8  "node:fs" is a Node module',
    },
    { mistake: 'a syntax error', text: 'export default defineScenario({', words: 'load.ts:1:' },
    { mistake: 'no scenario', text: 'export default 3;', words: 'the default export is no scenario' },
    {
      mistake: 'an import that is not there',
      text: `import './nowhere.ts';${scenario}`,
      words: 'Could not resolve "./nowhere.ts"',
    },
    {
      mistake: 'a throw',
      text: `${scenario}throw new Error("no");`,
      words: 'the file threw while it was read: Error: no',
    },
    {
      mistake: 'an exit that looks like a pass',
      text: `${scenario}process.exit(0);`,
      words: 'load.ts:6:9  the file threw while it was read: Error: process.exit(0)',
    },
    { mistake: 'negative users', text: scenario.replace('users(3', 'users(-3'), words: 'load.ts:5:' },
    {
      mistake: 'half a user',
      text: scenario.replace('users(3', 'users(3.5'),
      words: 'expected a whole number of users',
    },
    { mistake: 'a day and a second', text: scenario.replace("'10s'", "'86401s'"), words: 'at most 24h' },
    {
      mistake: 'a k6 value in the definition',
      text: `import http from 'k6/http';${scenario.replace('users(3', 'users(http.get as never')}`,
      words: 'is it a value of k6?',
    },
    {
      mistake: 'a timeout beyond the graceful stop',
      text: scenario.replace('journeys:', "requestTimeout: '20s', journeys:"),
      words: 'is not below gracefulStop',
    },
  ])('a scenario with $mistake', async ({ text, words }) => {
    const cwd = project({ 'load.ts': text });
    const { code, stderr } = await cli.run(['plan', 'load.ts'], { cwd });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
  });

  it.each([
    { mistake: 'tabs', text: 'version: 1\nobjectives:\n\t- name: x\n', words: 'slo.yaml:3:1  not valid YAML' },
    { mistake: 'another version', text: 'version: 2\nobjectives: []\n', words: 'version is 2: expected 1' },
    { mistake: 'nothing in it', text: '', words: 'SLO file' },
    { mistake: 'no objective', text: 'version: 1\nobjectives: []\n', words: 'judges nothing' },
    {
      mistake: 'an alias bomb',
      text: `version: 1\na: &a [x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((c, i) => `${c}: &${c} [${`*${'abcdefghij'[i]!},`.repeat(8)}]`)
        .join('\n')}\nobjectives: *j\n`,
      words: 'cannot be read',
    },
    { mistake: 'ten megabytes', text: `version: 1\n${'# x\n'.repeat(2_500_000)}`, words: 'larger than 1 MB' },
  ])('an SLO file with $mistake', async ({ text, words }) => {
    const cwd = project({ 'load.ts': scenario, 'slo.yaml': text });
    const { code, stderr } = await cli.run(['plan', 'load.ts', '--slo', 'slo.yaml'], { cwd });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
  });

  it('of flags and files is told together', async () => {
    const cwd = project({ 'load.ts': scenario });
    const flags = [
      '--users',
      '3.5',
      '--run-time',
      'long',
      '--tag',
      '=',
      '--set',
      'profile.warmUp=3',
      '--set',
      'seed=-1',
    ];
    const { code, stderr } = await cli.run(['run', 'load.ts', ...flags], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(`proofload: 5 problems in the input; nothing was started [bad-input]
  --users 3.5: expected a whole number
  --run-time long: expected a duration such as 300ms, 1.5s, 2m or 1h
  --tag =: expected name=value, such as team=checkout
  --set profile.warmUp=3  profile: warmUp is 3: expected a duration such as 300ms, 1.5s, 2m or 1h
  --set seed=-1  scenario: seed is -1: expected 0 or more
`);
    expect(readdirSync(cwd)).not.toContain('reports');
  });

  it('is not what a file prints while it is read: that is no result', async () => {
    const cwd = project({ 'load.ts': `${scenario}console.log('read');` });
    const { code, stdout, stderr } = await cli.run(['plan', 'load.ts', '--json'], { cwd });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('experiment', 'load');
    expect(stderr).toContain('read\n');
  });

  it('is told by what lacks where there is no temporary folder', async () => {
    const { code, stderr } = await cli.run(['plan', 'shop-proof'], { env: { TMPDIR: '/nowhere' } });
    expect(code).toBe(7);
    expect(stderr).toMatch(/there is no temporary folder \/nowhere[^]*what to do: .*TMPDIR/);
  });

  it('is not what --env and --set make of a scenario that needs them', async () => {
    const needs = scenario.replace('users(3,', "users(Number(__ENV['USERS']),");
    const cwd = project({ 'load.ts': needs });
    expect((await cli.run(['plan', 'load.ts'], { cwd })).code).toBe(2);
    const { code, stdout } = await cli.run(
      ['plan', 'load.ts', '--env', 'USERS=7', '--set', 'requestTimeout=2s', '--tag', 'team=checkout', '--json'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      profile: { maxUsers: 7 },
      scenario: { requestTimeoutMs: 2000 },
      tags: { team: 'checkout' },
    });
  });

  const target = (services: string, edges: string) => `
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';
const target = defineTarget({ name: 't', services: { ${services} }, edges: [${edges}] } as never);
const j = defineJourney({ name: 'j', steps: ['a'], run({ step }) { step('a', () => 1); } });
export default defineScenario({ target, profile: users(1, { for: '10s' }), journeys: [j] });
`;
  const service = (name: string, env: string) =>
    `${name}: { kind: 'process', command: ['true'], ready: '/', env: { ${env} } }`;

  it.each([
    {
      mistake: 'an edge that its service would go around',
      text: target(`${service('a', '')}, ${service('b', '')}`, "'k6->a', 'a->b'"),
      words: 'service "a" has an edge to "b" and is not told {b.url}',
    },
    {
      mistake: 'services that wait for each other',
      text: target(`${service('a', "B: '{b.url}'")}, ${service('b', "A: '{a.url}'")}`, "'k6->a', 'a->b', 'b->a'"),
      words: 'the services a, b wait for each other',
    },
    {
      mistake: 'an address that an edge is missing for',
      text: target(`${service('a', "B: '{b.url}'")}, ${service('b', '')}`, "'k6->a'"),
      words: 'add the edge "a->b"',
    },
    { mistake: 'no way in', text: target(service('a', ''), ''), words: 'has 0 edges from k6, expected exactly one' },
    {
      mistake: 'a remote address',
      text: target("a: { kind: 'external', url: 'http://192.0.2.1' }", "'k6->a'"),
      words: 'neither a loopback nor a private address',
    },
    {
      mistake: 'a journey that is async',
      text: target(service('a', ''), "'k6->a'").replace('run({ step })', 'async run({ step })'),
      words: 'expected a function that is not async',
    },
  ])('a target with $mistake', async ({ text, words }) => {
    const cwd = project({ 'load.ts': text });
    const { code, stderr } = await cli.run(['plan', 'load.ts'], { cwd });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
  });

  it('a target that does not come up shows its last words, with exit code 7 and nothing left', async () => {
    const cwd = project({
      'broken.cjs': 'console.error("cannot find my configuration"); process.exit(3);',
      'load.ts': `
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';
const target = defineTarget({ name: 't', services: { api: { kind: 'process', command: ['node', 'broken.cjs'], ready: '/' } }, edges: ['k6->api'] });
const j = defineJourney({ name: 'j', steps: ['a'], run({ step }) { step('a', () => 1); } });
export default defineScenario({ target, profile: users(1, { for: '10s' }), journeys: [j] });
`,
    });
    const { code, stderr } = await cli.run(['run', 'load.ts'], { cwd });
    expect(code, stderr).toBe(7);
    expect(stderr).toContain('service "api" ended with 3 before it was ready');
    expect(stderr).toContain('cannot find my configuration');
    expect(cli.tempFolders()).toEqual([]);
  });
});

describe('a scenario that goes on while it is read', () => {
  const after = (text: string) => project({ 'load.ts': `${text}\n${scenario}` });

  it.each(['SIGINT', 'SIGTERM'] as const)('and never ends, is ended by %s at once', async (signal) => {
    const cli = new Cli();
    const started = cli.start(['run', 'load.ts'], { cwd: after(`console.log('reading');\nfor (;;) {}`) });
    await started.shows('reading');
    process.kill(started.pid, signal);
    expect((await started.finished).signal).toBe(signal);
    expect(cli.tempFolders()).toEqual([]);
  });

  it.each([
    ['by a timer', `setTimeout(() => {\n  throw new Error('boom');\n}, 0);`, 'load.ts:2:9'],
    ['by a promise', `\nvoid Promise.reject(new Error('boom'));`, 'load.ts:2:21'],
  ])('and throws %s where nobody waits, is told with its place', async (_, text, place) => {
    const { code, stdout, stderr } = await new Cli().run(['plan', 'load.ts'], { cwd: after(text) });
    expect(stderr).toBe(`proofload: a file threw where nobody waited for it [file-threw]
  at ${place}
  because: boom
  what to do: files are read for their data: take out what goes on after that, such as timers, and await what may fail
`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

it('a plain k6 script that never ends is ended with the command, and so is k6', async () => {
  const cli = new Cli();
  const started = cli.start(['plan', 'load.js'], {
    cwd: project({ 'load.js': 'console.log("reading");\nfor (;;) {}' }),
  });
  const k6 = () => children(started.pid).find((pid) => commandOf(pid).includes('inspect'));
  expect(await condition(() => k6() !== undefined, 20_000)).toBe(true);
  const pid = k6() ?? 0;
  process.kill(started.pid, 'SIGINT');
  const { code, stderr } = await started.finished;
  expect(stderr).toContain('interrupted while k6 read the script; nothing was started [interrupted]');
  expect(code).toBe(130);
  expect(await condition(() => commandOf(pid) === '', 5_000)).toBe(true);
});

it('a working folder that is gone is told', () => {
  const cwd = project({});
  const shell = ['-c', 'rm -r "$1"; exec "$2" "$3" plan load.ts', 'sh', cwd, process.execPath, program];
  const { status, stderr } = spawnSync('sh', shell, { cwd, encoding: 'utf8' });
  expect(stderr).toBe(
    'proofload: the working folder is gone [no-working-folder]\n  what to do: cd to one that is there\n',
  );
  expect(status).toBe(7);
});

function children(parent: number): number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
}

/** Empty when it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
