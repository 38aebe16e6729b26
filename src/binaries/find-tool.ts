import { cachedProgram } from './cached-program.ts';
import { namedProgram } from './named-program.ts';
import { programOnPath } from './on-path.ts';
import type { Search } from './search.ts';
import type { Attempt, Tool, Tried } from './tool.ts';

export type Found = { readonly tool: Tool } | { readonly tried: readonly Tried[] };

/**
 * Looks for a tool that is on this machine already: the first of the pinned version, or why each way led nowhere.
 *
 * @param thorough compares every byte in the cache, for `doctor`
 * @throws {ProofloadError} `tool-unfit` when the user names a program that does not fit.
 */
export async function findTool(search: Search, thorough = false): Promise<Found> {
  const ways: readonly [way: string, go: () => Promise<Attempt>][] = [
    [search.spec.variable, () => namedProgram(search)],
    ['PATH', () => programOnPath(search)],
    ['cache', () => cachedProgram(search, thorough)],
  ];
  const tried: Tried[] = [];
  for (const [way, go] of ways) {
    const attempt = await go();
    if ('tool' in attempt) return attempt;
    tried.push({ way, why: attempt.failed });
  }
  return { tried };
}
