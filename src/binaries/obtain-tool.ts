import { findTool } from './find-tool.ts';
import { interruptible } from './interrupted.ts';
import { makeTool } from './make-tool.ts';
import { newSearch } from './search.ts';
import type { ToolHost } from './tool-host.ts';
import type { Tool, ToolName } from './tool.ts';

/**
 * Finds or makes a tool of the pinned version, by the first way that leads to it: environment variable, PATH, cache, release
 * archive, build with Go. The ways that failed are told, one line each, once it is clear that it will take time.
 *
 * @throws {ProofloadError} `tool-unfit` when the user names a program that does not fit; `tool-missing` when no way leads to
 * it; `interrupted` when `host.signal` is aborted.
 */
export function obtainTool(name: ToolName, host: ToolHost): Promise<Tool> {
  return interruptible(host.signal, async () => {
    const search = await newSearch(name, host);
    const found = await findTool(search);
    return 'tool' in found ? found.tool : makeTool(search, found.tried);
  });
}
