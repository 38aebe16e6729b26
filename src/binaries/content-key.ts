import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { goPlatform } from './go-platform.ts';
import type { ToolSpec } from './tool-spec.ts';

/** Whether a file has a say in what is built. */
function matters(path: string): boolean {
  return /(^|\/)go\.(mod|sum)$/.test(path) || (path.endsWith('.go') && !path.endsWith('_test.go'));
}

/**
 * Names one content of a tool for one platform: `proofload-k6-2.2.0-<digest of its sources>-linux-amd64`.
 *
 * Folders in the cache and release archives bear this name, so after a change of the recorder neither can be taken for it.
 *
 * @throws {ProofloadError} `package-incomplete` when the sources are not there.
 */
export async function contentKey(spec: ToolSpec, moduleDir: string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([spec.build.package, spec.build.ldflags]));
  try {
    const paths = (await readdir(moduleDir, { recursive: true })).map((path) => path.split(sep).join('/'));
    for (const path of paths.filter(matters).sort()) {
      const bytes = await readFile(join(moduleDir, path));
      hash.update(`\n${path}\n${bytes.length}\n`).update(bytes);
    }
  } catch (error) {
    throw new ProofloadError('package-incomplete', `the sources of ${spec.title} cannot be read from ${moduleDir}`, {
      exit: 'environment',
      hint: 'install proofload again',
      cause: error,
    });
  }
  const { os, arch } = goPlatform();
  return `${spec.prefix}-${spec.version}-${hash.digest('hex').slice(0, 12)}-${os}-${arch}`;
}
