import type { DatabaseAction } from '../../model/faults/database.ts';
import { again } from '../again.ts';
import type { DatabaseFault } from './database-fault.ts';
import { untilSeen } from './session.ts';

const lookEveryMs = 20;

/**
 * A replica receives what its primary writes, and shows it late, or not until it is over (`pg_wal_replay_pause`). It is felt
 * when there is something that it has received and does not show: a primary that writes nothing has no lag.
 *
 * Needs no entry in the undo log: it is a state and a setting of a server that ends, with its data, with the run.
 */
export const replicaLag: DatabaseFault<Extract<DatabaseAction, { kind: 'replica-lag' }>> = {
  async prepare({ byMs }, { url, open, seen }) {
    const session = await open(url);
    const value = async (expression: string): Promise<unknown> =>
      (await session.query(`SELECT ${expression} AS value`))[0]?.['value'];
    const { on, off } = byMs === null ? pause : delay(byMs);
    const change = async ({ statements, reads, what }: Change): Promise<void> => {
      for (const statement of statements) await session.query(statement);
      await untilSeen(what, async () => (await value(reads)) === true);
    };
    const healed = new AbortController();
    let watching: Promise<void> | undefined;
    let isOn = false;
    let received = '0/0';
    let isFelt = false;
    // What had come at one look is usually shown at the next.
    const look = async (): Promise<void> => {
      if (isFelt) return;
      isFelt = (await value(`pg_last_wal_replay_lsn() < '${received}'::pg_lsn`)) === true;
      if (isFelt) seen('felt');
      received = String(await value('pg_last_wal_receive_lsn()'));
    };
    return {
      async apply() {
        isOn = true;
        await change(on);
        received = String(await value('pg_last_wal_receive_lsn()'));
        watching = again(look, lookEveryMs, healed.signal);
        watching.catch(() => undefined); // told by heal
      },
      async heal() {
        healed.abort();
        if (isOn) {
          const stood = String(await value('pg_last_wal_replay_lsn()'));
          await change(off);
          const goesOn = `pg_last_wal_replay_lsn() > '${stood}' OR pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn()`;
          await untilSeen('a replica that follows again', async () => (await value(goesOn)) === true);
          if (isFelt) seen('clean');
        }
        await watching;
      },
    };
  },
};

/** What to do, and what is true once it is done. */
interface Change {
  readonly statements: readonly string[];
  readonly reads: string;
  readonly what: string;
}

const pause = {
  on: {
    statements: ['SELECT pg_wal_replay_pause()'],
    reads: `pg_get_wal_replay_pause_state() = 'paused'`,
    what: 'a replica that stands still',
  },
  off: {
    statements: ['SELECT pg_wal_replay_resume()'],
    reads: `pg_get_wal_replay_pause_state() = 'not paused'`,
    what: 'a replica that may go on',
  },
};

function delay(byMs: number): { readonly on: Change; readonly off: Change } {
  const setting = 'recovery_min_apply_delay';
  const isSet = (ms: number): string => `(SELECT setting::int FROM pg_settings WHERE name = '${setting}') = ${ms}`;
  return {
    on: {
      statements: [`ALTER SYSTEM SET ${setting} = ${byMs}`, 'SELECT pg_reload_conf()'],
      reads: isSet(byMs),
      what: setting,
    },
    off: {
      statements: [`ALTER SYSTEM RESET ${setting}`, 'SELECT pg_reload_conf()'],
      reads: isSet(0),
      what: `${setting} as it was`,
    },
  };
}
