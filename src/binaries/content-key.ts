import { createHash } from 'node:crypto';
import { ProofloadError } from '../diagnostic/error.ts';
import type { K6Extension } from '../model/k6-extension.ts';
import { digestFolder, isExtensionSource, isGoSource } from './digest-folder.ts';
import { goPlatform } from './go-platform.ts';
import { findGo } from './go-toolchain.ts';
import type { ToolSpec } from './tool-spec.ts';

/**
 * Names one content of a tool for one platform: `proofload-k6-2.2.0-<digest of its sources>-linux-amd64`.
 *
 * Folders in the cache and release archives bear this name, so after a change of the recorder neither can be taken for it.
 *
 * @param parts what it is made of besides its own sources
 * @throws {ProofloadError} `package-incomplete` when the sources are not there.
 */
export async function contentKey(spec: ToolSpec, moduleDir: string, parts: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([spec.build.package, spec.build.ldflags, ...parts]));
  hash.update(await sourcesDigest(spec, moduleDir));
  const { os, arch } = goPlatform();
  return `${spec.prefix}-${spec.version}-${hash.digest('hex').slice(0, 12)}-${os}-${arch}`;
}

/**
 * What a k6 with extensions is made of besides the recorder: their versions or contents, xk6, and the Go that builds it, since
 * extensions are not tried with every Go as k6 is.
 */
export async function extensionParts(
  spec: ToolSpec,
  extensions: readonly K6Extension[],
  xk6Dir: string,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const go = await findGo(env);
  const contents = extensions.map(async (one) =>
    JSON.stringify([one.module, 'version' in one ? one.version : await digestFolder(one.folder, isExtensionSource)]),
  );
  return [
    typeof go === 'string' ? 'no go' : go.version,
    await sourcesDigest(spec, xk6Dir),
    ...(await Promise.all(contents)).sort(),
  ];
}

async function sourcesDigest({ title }: ToolSpec, folder: string): Promise<string> {
  return digestFolder(folder, isGoSource).catch((error: unknown) => {
    throw new ProofloadError('package-incomplete', `the sources of ${title} cannot be read from ${folder}`, {
      exit: 'environment',
      hint: 'install proofload again',
      cause: error,
    });
  });
}
