import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type RunningPostgres } from '../../src/target/postgres.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';
import { Cli, condition } from './cli.ts';

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/** Somebody's own server, which a run borrows a schema of. */
describe('a database server that is there already', () => {
  let undo: UndoLog;
  let server: RunningPostgres;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-postgres-'));
    undo = await openUndoLog({ runId: `e2e-postgres-${process.pid}`, journalFile: join(folder, 'journal.ndjson') });
    server = await startPostgres({ name: 'db', undo, logFile: join(folder, 'db.log') });
  });
  afterAll(() => undo.undoAll());

  const schemas = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        "select nspname as name from pg_namespace where nspname like 'proofload%'",
      );
      return rows.map(({ name }) => name);
    } finally {
      await client.end();
    }
  };

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'has its schema dropped after %s, and its password written nowhere',
    async (signal) => {
      const cli = new Cli();
      const started = cli.experiment(['tests/fixtures/shop/brief.ts'], { env: { PROOFLOAD_POSTGRES_URL: server.url } });
      await started.shows('load:');
      expect(await schemas()).toHaveLength(1);
      process.kill(started.pid, signal);
      await started.finished;
      await expect.poll(schemas).toEqual([]);
      expect(await condition(() => cli.tempFolders().length === 0, 5000)).toBe(true);
      const password = new URL(server.url).password;
      expect(password.length).toBeGreaterThan(8);
      expect(files(cli.folder).filter((file) => readFileSync(file, 'utf8').includes(password))).toEqual([]);
      expect(started.stdout + started.stderr).not.toContain(password);
    },
  );

  it('that cannot be reached is told with exit code 7', async () => {
    const cli = new Cli();
    const url = 'postgres://nobody:secret-word@127.0.0.1:9/none';
    const { code, stderr } = await cli.experiment(['tests/fixtures/shop/brief.ts'], {
      env: { PROOFLOAD_POSTGRES_URL: url },
    }).finished;
    expect(code, stderr).toBe(7);
    expect(stderr).toContain('PROOFLOAD_POSTGRES_URL');
    expect(stderr).not.toContain('secret-word');
  });
});
