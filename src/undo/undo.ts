import { lstat, readFile, rm, unlink } from 'node:fs/promises';
import { basename, isAbsolute, join, normalize } from 'node:path';
import { sleep } from '../system/clock.ts';
import { endProcesses } from '../system/end-processes.ts';
import { isTempDirPath } from '../system/files.ts';
import { RequestFailed, request } from '../system/http.ts';
import { removeLock } from '../system/lock.ts';
import { removePostgresMemory } from '../system/postgres-memory.ts';
import type { Entry, FileEntry, FolderEntry, Kind, PostgresSchemaEntry, ProcessEntry } from './entry.ts';
import { guardFileName } from './entry.ts';
import { undoByCommand } from './kinds/command.ts';
import { removeFromEngine } from './kinds/container.ts';
import { undoCpuGroup } from './kinds/cpu-group.ts';
import { undoMount } from './kinds/mount.ts';
import { enableProxy } from './kinds/proxy-enabled.ts';
import { dropSchema } from './postgres-schema.ts';

/** What an undoer may need besides its entry. */
export interface UndoContext {
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined;
}

/** A deadline for each call of a fault API: a wedged Toxiproxy never answers. */
const apiTimeoutMs = 800;
const mostMs = 8_000;

type Undoers = { [K in Kind]: (entry: Extract<Entry, { kind: K }>, context: UndoContext) => Promise<void> };

/** How each kind of thing is undone: hard, fast, and as often as one likes. A throw says why it is still there. */
const undoers = {
  process: undoProcess,
  folder: undoFolder,
  file: undoFile,
  lock: (entry) => removeLock(entry.path, entry.token),
  toxic: (entry) => deleteAt(entry.apiUrl, 'proxies', entry.proxy, 'toxics', entry.toxic),
  command: undoByCommand,
  'postgres-schema': undoSchema,
  'cpu-group': undoCpuGroup,
  mount: undoMount,
  container: removeFromEngine,
  network: removeFromEngine,
  'proxy-enabled': enableProxy,
} satisfies Undoers;

/** Undoes one entry. Gives `undefined` when it is gone, or else the reason why it may still be there; never rejects. */
export async function undoEntry(entry: Entry, context: UndoContext): Promise<string | undefined> {
  // The map is checked above; a union of functions cannot be called with the union of their arguments.
  const undo = undoers[entry.kind] as (entry: Entry, context: UndoContext) => Promise<void>;
  const over = new AbortController();
  // Each undoer has its own deadlines; this one is for what nobody thought of.
  const withinMs = entry.kind === 'command' ? entry.timeoutMs + mostMs : mostMs;
  const late = sleep(withinMs, over.signal).then(() => `not undone within ${withinMs} ms`);
  const done = undo(entry, context).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const reason = await Promise.race([done, late]);
  late.catch(() => undefined);
  over.abort();
  return reason;
}

async function undoProcess(entry: ProcessEntry): Promise<void> {
  const { pid, startTime, marker, graceSignal, workplace } = entry;
  const leader = pid === undefined || startTime === undefined ? undefined : { pid, startTime };
  const graces = graceSignal === undefined ? [] : [{ signal: graceSignal, waitMs: 500 }];
  const left = await endProcesses({ leader, setting: `PROOFLOAD_ENTRY=${marker}`, workplace }, graces);
  if (left.length > 0) throw new Error(`still alive after SIGKILL: pid ${left.join(', ')}`);
}

async function undoFolder(entry: FolderEntry): Promise<void> {
  const { path } = entry;
  if (!isAbsolute(path) || normalize(path) !== path) throw new Error('not deleted: the path is not absolute and plain');
  const stat = await lstat(path).catch(absentIsUndefined);
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new Error('not deleted: it is not a folder');
  if (!isTempDirPath(path)) {
    const guard = await readFile(join(path, guardFileName), 'utf8').catch(absentIsUndefined);
    if (entry.guard === undefined || guard !== entry.guard) {
      throw new Error(`not deleted: it is not in the temporary folder and holds no ${guardFileName} of this run`);
    }
  }
  await removePostgresMemory(join(path, 'data')); // where it is that of one
  for (let attempt = 1; ; attempt++) {
    try {
      await rm(path, { recursive: true, force: true });
      return;
    } catch (error) {
      // Somebody wrote into it meanwhile; `maxRetries` of rm would not look for the new file.
      if (attempt === 5) throw error;
      await sleep(50);
    }
  }
}

async function undoFile(entry: FileEntry): Promise<void> {
  const { path } = entry;
  if (!isAbsolute(path) || !/^\.?proofload-/.test(basename(path)))
    throw new Error('not deleted: its name is not one of ours');
  const stat = await lstat(path).catch(absentIsUndefined);
  if (stat === undefined) return;
  if (!stat.isFile()) throw new Error('not deleted: it is not a regular file');
  await unlink(path);
}

async function undoSchema(entry: PostgresSchemaEntry, context: UndoContext): Promise<void> {
  const url = context.variable(entry.urlVariable);
  if (url === undefined || url === '')
    throw new Error(`the environment variable ${entry.urlVariable} with the database URL is not set`);
  await dropSchema(url, entry.schema);
}

async function deleteAt(apiUrl: string, ...path: readonly string[]): Promise<void> {
  const url = `${apiUrl.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const { status } = await request({ method: 'DELETE', url, timeoutMs: apiTimeoutMs });
      if (status === 404 || (status >= 200 && status < 300)) return;
      throw new Error(`DELETE ${url} answered ${status}`);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (error.code === 'ECONNREFUSED') return; // no server, no fault
      // A server that ends in the middle of the answer refuses the next call.
      if (error.code !== 'ECONNRESET' || attempt === 3) throw error;
    }
  }
}

function absentIsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
