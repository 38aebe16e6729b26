import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { CommandAction } from '../../model/faults/command.ts';
import { until } from '../../system/clock.ts';
import { makeTempDir } from '../../system/files.ts';
import type { Entry } from '../../undo/entry.ts';
import { NotAsPlanned } from '../breakable.ts';
import { commandsOf } from './command.ts';

let folder: string;
beforeEach(() => (folder = makeTempDir('command-test')));
afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const script = (text: string) => ['sh', '-c', text];
const actionOf = (text: string, more: Partial<CommandAction> = {}): CommandAction => ({
  kind: 'command',
  run: script(text),
  undo: null,
  env: {},
  timeoutMs: 5000,
  expect: { exit: 0, status: null, sql: null },
  ...more,
});

function commands(urls: Record<string, string> = {}, query = (): Promise<unknown> => Promise.resolve(true)) {
  const open = new Set<Entry>();
  const seen: string[] = [];
  const enter = (entry: Entry) => {
    open.add(entry);
    return Promise.resolve({
      id: 'e1',
      made: () => Promise.resolve(),
      undone: () => Promise.resolve(void open.delete(entry)),
    });
  };
  const broken = commandsOf({
    undo: { runId: 'run-1', enter },
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: folder,
    logFile: (fault) => path(`${fault}.log`),
    urls,
    query,
  });
  broken.onSeen?.((fault, what) => seen.push(`${fault} ${what}`));
  const run = async (action: CommandAction): Promise<void> => {
    await broken.prepare('a', action, 1000);
    await broken.apply('a', action, () => undefined);
    await until(() => existsSync(path('go')) || seen.includes('a clean'), { timeoutMs: 5000, what: 'the command' });
    await broken.heal('a', () => undefined);
  };
  return { broken, open, seen, run };
}

/** What a heal was rejected with. */
const wrong = (work: Promise<void>) => work.then(() => undefined).catch((error: unknown) => error);

describe('a command', () => {
  it('is on from its start to its end, with its words in a file', async () => {
    const { run, seen, open } = commands({ api: 'http://127.0.0.1:9' });
    await run(
      actionOf('echo "$WHO $0"; echo done > ran', {
        run: [...script('echo "$WHO $0"; echo done > ran'), '{api.url}/x'],
        env: { WHO: 'me' },
      }),
    );
    expect(seen).toEqual(['a felt', 'a clean']);
    expect(readFileSync(path('a.log'), 'utf8')).toContain('me http://127.0.0.1:9/x');
    expect(readFileSync(path('ran'), 'utf8')).toBe('done\n');
    expect(open.size).toBe(0);
  });

  it('with an undo is on until that has run, which is in the undo log before it begins', async () => {
    const { broken, seen, open } = commands();
    const action = actionOf('touch on; sleep 60', { undo: script('rm on && touch off') });
    await broken.prepare('a', action, 1000);
    expect([...open]).toMatchObject([{ kind: 'command', cwd: folder }]);
    expect(existsSync(path('on'))).toBe(false);
    await broken.apply('a', action, () => undefined);
    await until(() => existsSync(path('on')), { timeoutMs: 5000, what: 'the command' });
    expect(seen).toEqual(['a felt']);
    expect(await wrong(broken.heal('a', () => undefined))).toMatchObject({ cutShort: true });
    expect(seen).toEqual(['a felt', 'a clean']);
    expect([existsSync(path('on')), existsSync(path('off')), open.size]).toEqual([false, true, 0]);
  });

  it('that never began is not undone', async () => {
    const { broken, open } = commands();
    await broken.prepare('a', actionOf('true', { undo: script('touch off') }), 1000);
    await broken.heal('a', () => undefined);
    expect([existsSync(path('off')), open.size]).toEqual([false, 0]);
  });

  it('whose undo fails may still be on', async () => {
    const { run, open } = commands();
    const error = await wrong(run(actionOf('touch go', { undo: script('echo stuck >&2; exit 1') })));
    expect(error).toMatchObject({ message: 'undoing it failed: sh: exit code 1: stuck' });
    expect(error).not.toBeInstanceOf(NotAsPlanned);
    expect(open.size).toBe(1);
  });

  test.each<[string, CommandAction, string]>([
    ['fails', actionOf('echo no space; exit 2'), 'it ended with exit code 2, not 0: no space'],
    [
      'is to fail',
      actionOf('true', { expect: { exit: 1, status: null, sql: null } }),
      'it ended with exit code 0, not 1',
    ],
    ['takes too long', actionOf('sleep 60', { timeoutMs: 100 }), 'it took longer than 100 ms, and was killed'],
  ])('that %s was not played as planned', async (_name, action, message) => {
    const error = await wrong(commands().run(action));
    expect(error).toBeInstanceOf(NotAsPlanned);
    expect(error).toMatchObject({ message: expect.stringContaining(message) as string, cutShort: false });
  });

  it('is ended with all that it started when its time is over', async () => {
    const error = await wrong(commands().run(actionOf('touch go; sleep 60 & wait')));
    expect(error).toMatchObject({ name: 'NotAsPlanned', cutShort: true });
  });

  it('is refused that would leave a password in the journal', async () => {
    const { broken, open } = commands({ db: 'postgres://me:secret@db/shop' });
    const action = actionOf('true', { undo: ['psql', '{db.url}'] });
    await expect(broken.prepare('a', action, 1000)).rejects.toThrow('a password into the journal');
    const variable = actionOf('true', { undo: script('rm x'), env: { PGPASSWORD: 'secret' } });
    await expect(broken.prepare('a', variable, 1000)).rejects.toThrow('a password into the journal');
    expect(open.size).toBe(0);
  });
});

describe('what must be true afterwards', () => {
  it('is asked of a service', async () => {
    const server = createServer((_, response) => response.writeHead(204).end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asking = (is: number) =>
      actionOf('true', { expect: { exit: 0, status: { url: '{api.url}/ready', is }, sql: null } });
    expect(await wrong(commands({ api }).run(asking(204)))).toBeUndefined();
    expect(await wrong(commands({ api }).run(asking(200)))).toMatchObject({
      message: 'GET {api.url}/ready was to answer 200 after it, and gave 204'.replace('{api.url}', api),
    });
    server.close();
  });

  it('is asked before the command is undone', async () => {
    let healing: Promise<unknown> | undefined;
    let undoneFirst: boolean | undefined;
    const server = createServer((_, response) => {
      healing = wrong(broken.heal('a', () => undefined));
      void until(() => existsSync(path('off')), { timeoutMs: 300, what: 'the undo' }).then(({ met }) => {
        undoneFirst = met;
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { broken } = commands();
    const expectation = { exit: 0, status: { url, is: 204 }, sql: null };
    const action = actionOf('touch on', { undo: script('rm on && touch off'), expect: expectation });
    await broken.apply('a', action, () => undefined);
    await until(() => healing !== undefined, { timeoutMs: 5000, what: 'the question' });
    expect(await healing).toBeUndefined();
    expect([undoneFirst, existsSync(path('off'))]).toEqual([false, true]);
    server.close();
  });

  it('is asked of a database', async () => {
    const sql = { on: 'db', query: 'select count(*) = 1 from dumps' };
    const asking = actionOf('true', { expect: { exit: 0, status: null, sql } });
    const given = (value: unknown) =>
      wrong(commands({ db: 'postgres://db' }, () => Promise.resolve(value)).run(asking));
    expect(await given(true)).toBeUndefined();
    for (const value of [false, null, 1, 't']) {
      expect(await given(value)).toMatchObject({
        message: `"${sql.query}" was to be true after it, and gave ${String(value)}`,
      });
    }
  });
});
