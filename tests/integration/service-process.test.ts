import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import { familyOf } from '../../src/system/end-processes.ts';
import { request } from '../../src/system/http.ts';
import { candidatePorts } from '../../src/system/ports.ts';
import { startTimeOf } from '../../src/system/process-table.ts';
import { momentOf } from './chaos-kit.ts';
import { askAgain, clerk, faultOn, startStage } from './service-kit.ts';

const fault = (action: ServiceAction, startMs: number, endMs: number) => faultOn('clerk', action, startMs, endMs);

/** Letters of the states of all threads of a process: R, S, T … */
const stateOf = (pid: number): string => /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!;

test('pause: nothing is answered until it goes on, and what waited is answered then', async () => {
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  const pid = stage.target.services[0]!.own!.pid()!;
  const asking = askAgain(stage.url);
  const { t0, events, problems, left } = await stage.play([fault({ kind: 'pause' }, 1_500, 4_500)]);
  const asked = await asking.stop();
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  const [onMs, healMs] = [momentOf(events, 'acknowledged'), momentOf(events, 'heal-asked')];
  expect(momentOf(events, 'felt')).toBeGreaterThan(500); // a probe may have been under way for a second
  expect(momentOf(events, 'felt')).toBeLessThan(healMs);
  expect(momentOf(events, 'clean')).toBeGreaterThan(healMs - 20);
  expect(stateOf(pid)).not.toBe('T');
  expect(asked.map(({ said }) => said)).toEqual(asked.map(() => String(pid)));
  const met = asked.filter(({ at }) => at - t0 > onMs && at - t0 < healMs - 50);
  expect(met.length).toBeGreaterThan(5);
  for (const { at, ms } of met) expect(at - t0 + ms).toBeGreaterThan(healMs - 10);
});

test('pause: processes that the service has started stand still with it', async () => {
  const command = [
    'sh',
    '-c',
    `${process.execPath} --import tsx tests/fixtures/clerk/clerk.ts & setsid sleep 86402 & wait`,
  ] as const;
  const shell = { kind: 'process', command, env: { PORT: '{port}' }, ready: '/ready' } as const;
  await using stage = await startStage({ clerk: shell }, ['k6->clerk']);
  const shellPid = stage.target.services[0]!.own!.pid()!;
  const leader = { pid: shellPid, startTime: startTimeOf(shellPid)! };
  const family = () => familyOf({ leader, setting: 'PROOFLOAD_ENTRY=none' });
  expect(family().length).toBeGreaterThanOrEqual(3);
  const during: string[][] = [];
  const timer = setInterval(() => during.push(family().map(({ pid }) => stateOf(pid))), 50);
  const { events } = await stage.play([fault({ kind: 'pause' }, 200, 2_200)], 300);
  clearInterval(timer);
  momentOf(events, 'felt');
  expect(during).toContainEqual(family().map(() => 'T'));
  expect(family().map(({ pid }) => stateOf(pid))).not.toContain('T');
});

test('a port that somebody has is not taken, although that one answers as if it were the service', async () => {
  const stranger = createServer((_, response) => response.end('stranger'));
  onTestFinished(() => void stranger.close());
  const seed = Math.random();
  const [port = 0] = candidatePorts(seed);
  await new Promise<void>((resolve, reject) => stranger.once('error', reject).listen(port, '127.0.0.1', resolve));
  // Who draws a port draws that of the stranger first.
  const drawn = vi.spyOn(Math, 'random').mockReturnValue(seed);
  onTestFinished(() => drawn.mockRestore());
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  const { own } = stage.target.services[0]!;
  expect((await request({ url: `${stage.url}/pid`, timeoutMs: 1_000 })).text).toBe(String(own!.pid()!));
});

test('kill: refused while it is dead; started again on its port, with another process, into the same log', async () => {
  await using stage = await startStage({ clerk: { ...clerk, env: { ...clerk.env, BOOT_MS: '300' } } }, ['k6->clerk']);
  const pid = stage.target.services[0]!.own!.pid()!;
  const asking = askAgain(stage.url);
  const { t0, events, problems, left } = await stage.play([fault({ kind: 'kill', restart: true }, 500, 1_500)]);
  const again = stage.target.services[0]!.own!.pid()!;
  const asked = await asking.stop();
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  expect(again).not.toBe(pid);
  expect(momentOf(events, 'felt')).toBeLessThan(momentOf(events, 'heal-asked'));
  // Booting is part of the recovery.
  expect(momentOf(events, 'clean')).toBeLessThan(momentOf(events, 'heal-acknowledged') - 250);
  expect(momentOf(events, 'heal-acknowledged') - momentOf(events, 'heal-asked')).toBeGreaterThan(300);
  const during = asked.filter(({ at }) => at - t0 > momentOf(events, 'felt') && at - t0 < 1_450);
  expect(new Set(during.map(({ said }) => said))).toEqual(new Set(['ECONNREFUSED']));
  expect(asked.at(0)?.said).toBe(String(pid));
  expect((await request({ url: stage.url, timeoutMs: 5_000 })).text).toBe(String(again));
  expect((await stage.log('clerk')).match(/listening/g)).toHaveLength(2);
});

test('kill: without restart it stays dead, and that is no crash', async () => {
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  let crashed: string | undefined;
  void stage.target.crashed.then((sentence) => (crashed = sentence));
  const { events, problems, left } = await stage.play([fault({ kind: 'kill', restart: false }, 200, 500)]);
  expect({ problems, left, crashed }).toEqual({ problems: [], left: [], crashed: undefined });
  expect(events.map(({ event }) => event)).toEqual([
    'asked',
    'felt',
    'acknowledged',
    'heal-asked',
    'heal-acknowledged',
  ]);
  expect(stage.target.services[0]!.own!.pid()).toBeUndefined();
});

test('a service that dies unasked is a crash, also after it was killed and started again', async () => {
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  await stage.play([fault({ kind: 'kill', restart: true }, 100, 200)]);
  process.kill(stage.target.services[0]!.own!.pid()!, 'SIGKILL');
  expect(await stage.target.crashed).toBe('service "clerk" ended with SIGKILL during the run');
});

test('restart: what it was asked is answered, and it is back when it is ready', async () => {
  await using stage = await startStage({ clerk }, ['k6->clerk']);
  const pid = stage.target.services[0]!.own!.pid()!;
  const slow = askAgain(`${stage.url}/?ms=400`, { everyMs: 50 });
  const { t0, events, problems, left } = await stage.play([fault({ kind: 'restart' }, 500, 5_500)]);
  const asked = await slow.stop();
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  expect(events.map(({ event }) => event)).not.toContain('escalated');
  const before = asked.filter(({ at }) => at - t0 < momentOf(events, 'asked') - 20);
  expect(new Set(before.map(({ said }) => said))).toEqual(new Set([String(pid)]));
  const after = asked.filter(({ at }) => at - t0 > momentOf(events, 'clean'));
  expect(new Set(after.map(({ said }) => said))).toEqual(new Set([String(stage.target.services[0]!.own!.pid())]));
  expect(momentOf(events, 'clean')).toBeLessThan(momentOf(events, 'heal-asked'));
});

test('restart: a service that does not end when it is asked to is killed, which is told', async () => {
  await using stage = await startStage({ clerk: { ...clerk, env: { ...clerk.env, ENDING: 'stubborn' } } }, [
    'k6->clerk',
  ]);
  const { events, problems } = await stage.play([fault({ kind: 'restart' }, 100, 1_000)]);
  expect(problems).toEqual([]);
  expect(events.find(({ event }) => event === 'escalated')?.detail).toBe(
    'clerk had not ended 12 s after it was asked to, and was killed',
  );
  momentOf(events, 'clean');
  await stage.target.services[0]!.own!.end('killed');
}, 30_000);

test('postgres: killed, it comes back on its port with what was committed', async () => {
  await using stage = await startStage(
    { db: { kind: 'postgres' }, clerk: { ...clerk, env: { ...clerk.env, DATABASE_URL: '{db.url}' } } },
    ['k6->clerk', 'clerk->db'],
  );
  const db = stage.target.services.find(({ name }) => name === 'db')!;
  const pid = db.own!.pid();
  const { default: pg } = await import('pg');
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: db.url });
    client.on('error', () => undefined);
    await client.connect();
    return client.query(text).finally(() => client.end());
  };
  await query('create table kept as select 42 as answer');
  for (const kind of ['kill', 'pause', 'restart'] as const) {
    const action: ServiceAction = kind === 'kill' ? { kind, restart: true } : { kind };
    const { events, problems, left } = await stage.play([{ ...fault(action, 500, 2_500), on: 'db' }]);
    expect({ kind, problems, left }).toEqual({ kind, problems: [], left: [] });
    momentOf(events, 'felt');
    momentOf(events, 'clean');
    expect((await query('select answer from kept')).rows).toEqual([{ answer: 42 }]);
  }
  expect(db.own!.pid()).not.toBe(pid);
});
