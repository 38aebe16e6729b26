import { ProofloadError } from '../diagnostic/error.ts';
import { findTool, type Found } from './find-tool.ts';
import { interruptible } from './interrupted.ts';
import { makeTool } from './make-tool.ts';
import { newSearch, type Search } from './search.ts';
import type { ToolHost } from './tool-host.ts';
import type { Tool, ToolName } from './tool.ts';

export type Tools = Readonly<Record<ToolName, Tool>>;

/**
 * Both tools, as `obtainTool` would find or make them. Both are looked for before one is made, so that a wrong path in the
 * environment is not told after minutes; they are made one after the other, for a build takes all cores.
 *
 * @throws {ProofloadError} `tool-unfit`, `tool-missing` (of both at once, when neither can be had), `interrupted`.
 */
export function obtainTools(host: ToolHost): Promise<Tools> {
  return interruptible(host.signal, async () => {
    const look = async (name: ToolName): Promise<[Search, Found]> => {
      const search = await newSearch(name, host);
      return [search, await findTool(search)];
    };
    const looks = await Promise.all([look('k6'), look('toxiproxy')]);
    const missing: ProofloadError[] = [];
    const take = async ([search, found]: [Search, Found]): Promise<Tool | undefined> => {
      if ('tool' in found) return found.tool;
      try {
        return await makeTool(search, found.tried);
      } catch (error) {
        if (!(error instanceof ProofloadError) || error.code !== 'tool-missing') throw error;
        missing.push(error);
        return undefined;
      }
    };
    const k6 = await take(looks[0]);
    const toxiproxy = await take(looks[1]);
    if (k6 !== undefined && toxiproxy !== undefined) return { k6, toxiproxy };
    throw together(missing);
  });
}

function together(errors: readonly ProofloadError[]): unknown {
  if (errors.length === 1) return errors[0];
  return new ProofloadError('tool-missing', errors.map(({ message }) => message).join('; '), {
    exit: 'environment',
    problems: errors.flatMap(({ problems }) => problems),
    hint: errors[0]?.hint,
  });
}
