import pg from 'pg';
import { expect, test } from 'vitest';
import { sqlState } from '../../src/chaos/database/session.ts';
import type { DatabaseAction } from '../../src/model/faults/database.ts';
import { now } from '../../src/system/clock.ts';
import { momentOf } from './chaos-kit.ts';
import { clerk, faultOn, startStage, type Performance, type Stage } from './service-kit.ts';

const fault = (action: DatabaseAction, startMs: number, endMs: number) => faultOn('db', action, startMs, endMs);

interface Said {
  readonly at: number;
  readonly ms: number;
  /** `ok`, or the SQLSTATE of the error, or what the client calls it. */
  readonly said: string;
}

/** Runs one statement after another, each on a connection of its own pool, until it is stopped, and ten more then. */
function keepAsking(url: string, text: string) {
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'app' });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const said: Said[] = [];
  let asking = true;
  const ask = async (): Promise<void> => {
    for (let more = 10; asking || more > 0; more -= asking ? 0 : 1) {
      const at = now();
      const how = await pool.query(text).then(
        () => 'ok',
        (error: unknown) => sqlState(error) ?? String(error),
      );
      said.push({ at, ms: now() - at, said: how });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const done = ask();
  return {
    async stop(): Promise<Said[]> {
      asking = false;
      await done;
      await pool.end();
      return said;
    },
  };
}

const during = (said: readonly Said[], { t0, events }: Performance): Said[] =>
  said.filter(
    ({ at, ms }) => at - t0 > momentOf(events, 'acknowledged') && at + ms - t0 < momentOf(events, 'heal-asked'),
  );
const after = (said: readonly Said[], { t0, events }: Performance): Said[] =>
  said.filter(({ at }) => at - t0 > momentOf(events, 'clean') + 50);
const outcomes = (said: readonly Said[]) => [...new Set(said.map((one) => one.said))];

async function withDatabase(use: (stage: Stage, url: string) => Promise<void>): Promise<void> {
  const user = { ...clerk, env: { ...clerk.env, DATABASE_URL: '{db.url}' } } as const;
  await using stage = await startStage({ db: { kind: 'postgres' }, clerk: user }, ['k6->clerk', 'clerk->db']);
  const { url } = stage.target.services.find(({ name }) => name === 'db')!;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table orders (id int); create table others (id int)');
  await client.end();
  await use(stage, url);
}

/** Sessions of faults that are open. */
async function sessionsOfOurs(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ open: number }>(
    `select count(*)::int as open from pg_stat_activity where application_name = 'proofload-fault'`,
  );
  await client.end();
  return rows[0]!.open;
}

test('lockTable: whoever touches the table waits until it is over; other tables are as before', () =>
  withDatabase(async (stage, url) => {
    const locked = keepAsking(url, 'select * from orders');
    const free = keepAsking(url, 'insert into others values (1)');
    const played = await stage.play([fault({ kind: 'lock-table', table: 'orders' }, 500, 3_500)]);
    const [met, missed] = [await locked.stop(), await free.stop()];
    const { events, problems, left } = played;
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(momentOf(events, 'felt')).toBeLessThan(momentOf(events, 'heal-asked'));
    expect(momentOf(events, 'clean')).toBeGreaterThan(momentOf(events, 'heal-asked'));
    expect(outcomes([...met, ...missed])).toEqual(['ok']);
    expect(during(met, played)).toEqual([]);
    expect(during(missed, played).length).toBeGreaterThan(5);
    expect(after(met, played).length).toBeGreaterThan(5);
  }));

test('lockTable: flapping locks it in pulses, and a table that is not there is told', () =>
  withDatabase(async (stage, url) => {
    const asking = keepAsking(url, 'select * from orders');
    const pulses = {
      ...fault({ kind: 'lock-table', table: 'orders' }, 400, 2_200),
      flapping: { periodMs: 600, onMs: 300 },
    };
    const { problems, left } = await stage.play([pulses]);
    const said = await asking.stop();
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(said.filter(({ ms }) => ms > 150).length).toBeGreaterThan(1);
    const absent = await stage.play([fault({ kind: 'lock-table', table: 'ordres' }, 400, 800)]);
    expect(absent.problems).toEqual([
      'the fault lock-table was not played as planned: relation "ordres" does not exist',
    ]);
    await expect.poll(() => sessionsOfOurs(url)).toBe(0);
  }));

test('terminateConnections: all are ended, and counted; ours are not', () =>
  withDatabase(async (stage, url) => {
    const asking = keepAsking(url, 'select pg_sleep(0.2)');
    const action = { kind: 'terminate-connections', everyMs: 300 } as const;
    const played = await stage.play([fault(action, 500, 3_500)]);
    const said = await asking.stop();
    expect({ problems: played.problems, left: played.left }).toEqual({ problems: [], left: [] });
    expect(outcomes(during(said, played))).toContain('57P01');
    const { exposure } = played.events.find(({ event }) => event === 'exposed')!;
    expect(exposure!.connections).toBeGreaterThanOrEqual(3);
    expect(outcomes(after(said, played))).toEqual(['ok']);
  }));

test('exhaustConnections: new ones are refused, those that are there stay', () =>
  withDatabase(async (stage, url) => {
    const asking = keepAsking(url, 'select 1');
    const refused: string[] = [];
    const timer = setInterval(() => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      void client.connect().then(
        () => void client.end().then(() => refused.push('ok')),
        (error: unknown) => refused.push(sqlState(error) ?? String(error)),
      );
    }, 100);
    const played = await stage.play([fault({ kind: 'exhaust-connections', leave: 0 }, 500, 6_000)]);
    await expect.poll(() => refused.at(-1)).toBe('ok');
    clearInterval(timer);
    const said = await asking.stop();
    expect({ problems: played.problems, left: played.left }).toEqual({ problems: [], left: [] });
    expect(outcomes(said)).toEqual(['ok']);
    expect(refused).toContain('53300');
    console.log(`used up in ${Math.round(momentOf(played.events, 'felt') - momentOf(played.events, 'asked'))} ms`);
  }));

test('readOnly: writes fail and reads do not; afterwards both work', () =>
  withDatabase(async (stage, url) => {
    const writing = keepAsking(url, 'insert into orders values (1)');
    const reading = keepAsking(url, 'select * from others');
    const played = await stage.play([fault({ kind: 'read-only' }, 500, 3_500)]);
    const [written, read] = [await writing.stop(), await reading.stop()];
    expect({ problems: played.problems, left: played.left }).toEqual({ problems: [], left: [] });
    expect(outcomes(during(written, played))).toEqual(['25006']);
    expect(outcomes(during(read, played))).toEqual(['ok']);
    expect(outcomes(after(written, played))).toEqual(['ok']);
  }));
