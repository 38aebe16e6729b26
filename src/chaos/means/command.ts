import { isAbsolute } from 'node:path';
import type { CommandAction } from '../../model/faults/command.ts';
import type { Lack } from '../../model/lack.ts';
import { findOnPath } from '../../system/find-on-path.ts';
import { urlNamesOf } from '../command/fill-urls.ts';
import type { MeansOf } from './means.ts';

/** The programs that it names are what it needs; those with a folder in front are found when they are run. */
export const commandMeans = {
  command: async (_on, action, { env, services }) => {
    const { run, undo, expect } = action as CommandAction;
    const programs = [...new Set([run[0] ?? '', ...(undo === null ? [] : [undo[0] ?? ''])])];
    return { proof: 'the command itself, from its start to its end', needs: programs, lack: await lackOf() };

    async function lackOf(): Promise<Lack | null> {
      for (const program of programs) {
        if (program.includes('/') || isAbsolute(program)) continue;
        if ((await findOnPath(program, env)) === undefined) {
          return { why: `there is no ${program} on PATH`, hint: 'install it, or give its path' };
        }
      }
      const texts = [...run, ...(undo ?? []), ...(expect.status === null ? [] : [expect.status.url])];
      const unknown = urlNamesOf(texts).find((name) => !Object.hasOwn(services, name));
      if (unknown !== undefined) {
        const names = Object.keys(services).map((name) => `{${name}.url}`);
        return { why: `the target has no service for {${unknown}.url}`, hint: `known: ${names.join(', ')}` };
      }
      const { sql } = expect;
      if (sql === null || services[sql.on]?.kind === 'postgres') return null;
      return {
        why: `"${sql.on}" is no PostgreSQL service of the target`,
        hint: 'expect.sql asks a service of kind postgres',
      };
    }
  },
} satisfies Record<CommandAction['kind'], MeansOf>;
