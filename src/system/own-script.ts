import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The arguments for `node` that run a script of ours: the compiled file when we are compiled, the source through tsx when not.
 *
 * @param name the file without its extension, relative to the caller, e.g. `./guardian-main`
 * @param from the caller's `import.meta.url`
 */
export function ownScript(name: string, from: string): string[] {
  const extension = /\.[jt]s(?=$|[?#])/.exec(from)?.[0] ?? '.js';
  const script = fileURLToPath(new URL(`${name}${extension}`, from));
  if (extension === '.js') return [script];
  // By its full path: the script may run in another folder, where the bare name would not be found.
  return ['--import', pathToFileURL(createRequire(from).resolve('tsx')).href, script];
}
