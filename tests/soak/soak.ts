import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/target/postgres.ts';
import { openUndoLog } from '../../src/undo/undo-log.ts';
import { isClean, playCase, type Outcome } from './play.ts';
import { casesOf, type Case, type Experiment } from './strata.ts';
import { renderTable } from './table.ts';

export interface SoakOptions {
  readonly root: string;
  readonly kills: number;
  readonly seed: number;
  /** The number of the first case, to go on where another soak of this seed ended. */
  readonly from: number;
  /** Outcomes are appended to it as they come, and the table is of all that are in it. */
  readonly keepIn: string | undefined;
}

/** Where the service of `kept.ts` is. */
const frontPort = 28_570;

/** What is played side by side: most of its time is waiting. What is left in the database could be of any run that uses it. */
const lanes: readonly Experiment[] = ['own', 'own', 'shared', 'kept', 'kept'];

/** Kills runs in every stage and looks at what they leave behind. Gives how many left something. */
export async function soak({ root, kills, seed, from, keepIn }: SoakOptions): Promise<number> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'proofload-soak-'));
  chmodSync(folder, 0o755); // Postgres runs as another user where we are root
  const undo = await openUndoLog({ runId: `soak-${process.pid}`, journalFile: join(folder, 'journal.ndjson') });
  const front = createServer((_request, response) => response.end(Buffer.alloc(200_000, 'x')));
  const outcomes: Outcome[] = [];
  process.stdout.write(`seed ${seed}, from case ${from}\n`);
  try {
    await new Promise<void>((resolve) => front.listen(frontPort, '127.0.0.1', resolve));
    const database = await startPostgres({ name: 'soak', undo, logFile: join(folder, 'postgres.log') });
    const cases = casesFrom(seed, from, kills);
    // Asked to end, it plays to their end what it has begun.
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => cases.splice(0));
    const playAll = async (experiment: Experiment): Promise<void> => {
      for (let one = next(cases, experiment); one !== undefined; one = next(cases, experiment)) {
        const scene = { root, folder: join(folder, `case-${one.index}`), databaseUrl: database.url };
        const outcome = await playCase(one, scene);
        process.stdout.write(`${describe(one, outcome)}\n`);
        if (outcome === null) continue;
        outcomes.push(outcome);
        if (keepIn !== undefined) appendFileSync(keepIn, `${JSON.stringify(outcome)}\n`);
      }
    };
    await Promise.all(lanes.map(playAll));
  } finally {
    front.closeAllConnections();
    front.close();
    await undo.undoAll();
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    `\n${renderTable(keepIn !== undefined && existsSync(keepIn) ? readOutcomes(keepIn) : outcomes)}\n`,
  );
  return outcomes.filter((one) => !isClean(one)).length;
}

/** Takes it from the list. */
function next(cases: Case[], experiment: Experiment): Case | undefined {
  const index = cases.findIndex((one) => one.experiment === experiment);
  return index < 0 ? undefined : cases.splice(index, 1)[0];
}

function casesFrom(seed: number, from: number, count: number): Case[] {
  const cases: Case[] = [];
  for (const one of casesOf(seed)) {
    if (one.index >= from + count) break;
    if (one.index >= from) cases.push(one);
  }
  return cases;
}

function readOutcomes(file: string): Outcome[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Outcome);
}

function describe({ index, victim, stage, experiment, at }: Case, outcome: Outcome | null): string {
  const what = `${index}: ${victim}, ${stage} at ${Math.round(100 * at)} %, ${experiment}`;
  if (outcome === null) return `${what}: the run had ended before`;
  if (outcome.cleanMs === null) return `${what}: LEFT\n  ${outcome.left.join('\n  ')}`;
  return `${what}: clean after ${Math.round(outcome.cleanMs)} ms${isClean(outcome) ? '' : ': LATE'}`;
}
