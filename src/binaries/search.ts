import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import type { K6Extension } from '../model/k6-extension.ts';
import { cacheFolder } from './cache-folder.ts';
import { contentKey, extensionParts } from './content-key.ts';
import { digests } from './digests.ts';
import { programFile } from './go-platform.ts';
import { k6WithExtensions } from './k6-with-extensions.ts';
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
  /** That are built into it, with xk6; for k6 only. */
  readonly extensions: readonly K6Extension[];
  /** Folder of the Go module that pins xk6. */
  readonly xk6Dir: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits;
  /** One line of progress; the tool's name is put before it. */
  readonly tell: (line: string) => void;
}

/** @throws {ProofloadError} `package-incomplete` when the package lacks the sources of the tool. */
export async function newSearch(name: ToolName, host: ToolHost): Promise<Search> {
  const goDir = host.goDir ?? join(host.packageRoot ?? packageRoot(), 'go');
  const [moduleDir, xk6Dir] = [join(goDir, name), join(goDir, 'xk6')];
  const extensions = name === 'k6' ? (host.k6Extensions ?? []) : [];
  const plain: ToolSpec = toolSpecs[name];
  const spec = extensions.length === 0 ? plain : k6WithExtensions(plain, extensions);
  const parts = extensions.length === 0 ? [] : await extensionParts(spec, extensions, xk6Dir, host.env);
  return {
    spec,
    env: host.env,
    cacheDir: host.cacheDir ?? cacheFolder(host.env),
    key: await contentKey(spec, moduleDir, parts),
    file: programFile(spec.program),
    moduleDir,
    extensions,
    xk6Dir,
    digests: host.digests ?? digests,
    signal: host.signal,
    limits: { ...defaultLimits, ...host.limits },
    tell: (line) => {
      host.onProgress(`${name}: ${line}`);
    },
  };
}
