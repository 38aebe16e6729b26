import { findOnPath } from '../system/find-on-path.ts';
import { misfit } from './misfit.ts';
import type { Search } from './search.ts';
import type { Attempt } from './tool.ts';

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
