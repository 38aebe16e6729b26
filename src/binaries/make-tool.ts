import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Lock } from '../system/lock.ts';
import { fetchArchive } from './archive.ts';
import { build } from './build.ts';
import { cachedProgram } from './cached-program.ts';
import { neededGo } from './go-toolchain.ts';
import { lockTool } from './lock-tool.ts';
import { misfit } from './misfit.ts';
import type { Search } from './search.ts';
import { openStaging, type Staging } from './staging.ts';
import type { Tool, Tried } from './tool.ts';

const ways = { archive: fetchArchive, build } satisfies Record<string, Way>;
type Way = (search: Search, staging: Staging) => Promise<string | undefined>;

/**
 * Downloads a tool or builds it, and keeps it in the cache. Of several processes that want the same one, one does and the
 * others wait for it.
 *
 * @param tried the ways that have led nowhere so far, for the error
 * @throws {ProofloadError} `tool-missing` with every way and why it failed.
 */
export async function makeTool(search: Search, tried: readonly Tried[]): Promise<Tool> {
  for (const { way, why } of tried) search.tell(`${way}: ${why}`);
  let lock: Lock;
  try {
    lock = await lockTool(search);
  } catch (error) {
    search.signal?.throwIfAborted();
    throw missing(search, [...tried, { way: 'archive and build', why: `the cache cannot be locked: ${words(error)}` }]);
  }
  try {
    const done = await cachedProgram(search); // by whom we waited for
    return 'tool' in done ? done.tool : await goWays(search, tried);
  } finally {
    await lock.release();
  }
}

async function goWays(search: Search, tried: readonly Tried[]): Promise<Tool> {
  const failed = [...tried];
  for (const [way, go] of Object.entries(ways)) {
    const why = await goOneWay(search, go);
    if (why === undefined) {
      const path = join(search.cacheDir, search.key, search.file);
      search.tell(`${search.spec.title} is ready, and kept as ${path}`);
      return { path, version: search.spec.version, foundBy: way };
    }
    search.tell(`${way}: ${why}`);
    failed.push({ way, why });
  }
  throw missing(search, failed);
}

/** Gives why it led nowhere. A full disk is a reason too; the next way may need less. */
async function goOneWay(search: Search, go: Way): Promise<string | undefined> {
  try {
    await using staging = await openStaging(search);
    const why = (await go(search, staging)) ?? (await check(search, staging));
    if (why === undefined) await staging.keep();
    return why;
  } catch (error) {
    if (search.signal?.aborted !== true && error instanceof Error && 'syscall' in error) return words(error);
    throw error;
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function check({ spec, env }: Search, staging: Staging): Promise<string | undefined> {
  await chmod(staging.program, 0o755); // whatever the umask or the archive says
  const wrong = await misfit(staging.program, spec, env);
  return wrong === undefined ? undefined : `what came of it ${wrong}`;
}

function missing({ spec, extensions }: Search, tried: readonly Tried[]): ProofloadError {
  return new ProofloadError('tool-missing', `${spec.title} is not on this machine and could not be obtained`, {
    exit: 'environment',
    problems: tried.map(({ way, why }) => ({ message: `${spec.name}, ${way}: ${why}` })),
    hint:
      `install Go ${neededGo} or later (https://go.dev/dl)${extensions.length === 0 ? '' : ' and git'}, with which it is ` +
      `built once, in about ${spec.build.takes}; or name a program that fits with ${spec.variable}`,
  });
}
