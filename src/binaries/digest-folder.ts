import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** SHA-256 over names and bytes of the files below a folder that matter; `path` is relative, with `/` on every system. */
export async function digestFolder(folder: string, matters: (path: string) => boolean): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
  for (const path of paths.filter(matters).sort()) {
    const bytes = await readFile(join(folder, path));
    hash.update(`\n${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** Whether a file of a Go tool has a say in what is built. */
export function isGoSource(path: string): boolean {
  return /(^|\/)go\.(mod|sum)$/.test(path) || (path.endsWith('.go') && !path.endsWith('_test.go'));
}

/** The same of an extension, which may embed any file. */
export function isExtensionSource(path: string): boolean {
  return !/(^|\/)\./.test(path) && !path.endsWith('_test.go');
}
