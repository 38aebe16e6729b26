import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { programFile } from './go-platform.ts';
import { misfit } from './misfit.ts';
import type { Search } from './search.ts';
import type { Attempt } from './tool.ts';

/** The program that a shell would start; relative folders of PATH are left out. */
export async function findOnPath(program: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, programFile(program));
    try {
      await access(path, constants.X_OK);
      if ((await stat(path)).isFile()) return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/** The tool, if the first program of its name on PATH is the pinned version. */
export async function programOnPath({ spec, env, extensions }: Search): Promise<Attempt> {
  const local = extensions.find((one) => 'folder' in one);
  if (local !== undefined) return { failed: `not looked at: no k6 tells which content of ${local.module} it holds` };
  const path = await findOnPath(spec.program, env);
  if (path === undefined) return { failed: `no ${spec.program}` };
  const wrong = await misfit(path, spec, env);
  return wrong === undefined
    ? { tool: { path, version: spec.version, foundBy: 'PATH' } }
    : { failed: `${path} ${wrong}` };
}
