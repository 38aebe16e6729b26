import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import { cacheFolder } from './cache-folder.ts';
import { contentKey } from './content-key.ts';
import { digests } from './digests.ts';
import { programFile } from './go-platform.ts';
import { defaultLimits, type Limits, type ToolHost } from './tool-host.ts';
import { toolSpecs, type ToolSpec } from './tool-spec.ts';
import type { ToolName } from './tool.ts';

/** One tool that is looked for, with all that the ways to it need to know. */
export interface Search {
  readonly spec: ToolSpec;
  readonly env: Readonly<Record<string, string>>;
  readonly cacheDir: string;
  /** Name of this content of the tool, see `contentKey`. */
  readonly key: string;
  /** File name of the program. */
  readonly file: string;
  /** Folder of the tool's Go module. */
  readonly moduleDir: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits;
  /** One line of progress; the tool's name is put before it. */
  readonly tell: (line: string) => void;
}

/** @throws {ProofloadError} `package-incomplete` when the package lacks the sources of the tool. */
export async function newSearch(name: ToolName, host: ToolHost): Promise<Search> {
  const spec: ToolSpec = toolSpecs[name];
  const moduleDir = join(host.goDir ?? join(host.packageRoot ?? packageRoot(), 'go'), name);
  return {
    spec,
    env: host.env,
    cacheDir: host.cacheDir ?? cacheFolder(host.env),
    key: await contentKey(spec, moduleDir),
    file: programFile(spec.program),
    moduleDir,
    digests: host.digests ?? digests,
    signal: host.signal,
    limits: { ...defaultLimits, ...host.limits },
    tell: (line) => {
      host.onProgress(`${name}: ${line}`);
    },
  };
}
