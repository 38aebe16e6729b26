import { resolve } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { misfit } from './misfit.ts';
import type { Search } from './search.ts';
import type { Attempt } from './tool.ts';

/**
 * The program that the user names with an environment variable.
 *
 * One that does not fit ends the search: who names a program wants that one, and figures that were measured with another
 * would look right and be about something else.
 *
 * @throws {ProofloadError} `tool-unfit` when it cannot be started or is not the pinned version.
 */
export async function namedProgram({ spec, env }: Search): Promise<Attempt> {
  const value = env[spec.variable];
  if (value === undefined || value === '') return { failed: 'not set' };
  const path = resolve(value);
  const wrong = await misfit(path, spec, env);
  if (wrong === undefined) return { tool: { path, version: spec.version, foundBy: spec.variable } };
  throw new ProofloadError('tool-unfit', `${spec.variable} names ${path}, which ${wrong}`, {
    exit: 'environment',
    hint: `name ${spec.title}, or unset ${spec.variable} so that it is looked for elsewhere`,
  });
}
