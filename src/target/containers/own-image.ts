import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, lstat, mkdir, readdir, readlink, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProofloadError } from '../../diagnostic/error.ts';
import { runCommand } from '../../system/run-command.ts';
import { buildImage, hasImage, type BuildSpec } from './images.ts';

/** An image of nothing but programs of this machine, with the libraries that they load. */
export interface OwnImage {
  readonly name: string;
  /** Files and folders of this machine, by their paths in the image. */
  readonly content: Readonly<Record<string, string>>;
  /** Programs whose libraries it needs. */
  readonly programs: readonly string[];
  /** Lines of its Dockerfile, after its content. */
  readonly settings: readonly string[];
}

interface OwnImageSpec extends Pick<BuildSpec, 'engine' | 'undo' | 'env' | 'logFile'> {
  /** Of the run: the image is put together there. */
  readonly workDir: string;
}

/** Tells images of ours from others; its value is the digest of what is in it. */
const contentLabel = 'proofload.content';

/** Gives the name of the image, which is built when the engine has none with this content. */
export async function ownImage(image: OwnImage, { workDir, ...spec }: OwnImageSpec): Promise<string> {
  const libraries = (await Promise.all(image.programs.map(librariesOf))).flat();
  const outside = libraries.filter((path) => !Object.values(image.content).some((one) => path.startsWith(`${one}/`)));
  const content = { ...image.content, ...Object.fromEntries(outside.map((path) => [path, path])) };
  const digest = await digestOf(content, image.settings);
  const tag = `${image.name}:${digest.slice(0, 12)}`;
  if (await hasImage(spec.engine, tag)) return tag;
  const folder = join(workDir, image.name);
  await stage(folder, content, image.settings);
  await buildImage({ ...spec, folder, tag, labels: { [contentLabel]: digest } });
  return tag;
}

async function librariesOf(program: string): Promise<string[]> {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
  const told = await runCommand({ command: 'ldd', args: [program], env, timeoutMs: 10_000 }).catch(() => undefined);
  const lines = told?.stdout.split('\n') ?? [];
  const found = lines.flatMap((line) => /^\s+(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  if (told?.code === 0 && !told.stdout.includes('not found')) return found;
  throw new ProofloadError('image-not-built', `the libraries of ${program} are not known: ldd does not list them all`, {
    exit: 'environment',
    hint: 'images of programs of this machine need Linux with glibc; give the service an image of its own (kind: container)',
  });
}

async function digestOf(content: OwnImage['content'], settings: OwnImage['settings']): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const [to, from] of Object.entries(content).sort()) await digestInto(hash, to, await realpath(from));
  return hash.digest('hex');
}

async function digestInto(hash: Hash, to: string, from: string): Promise<void> {
  const stat = await lstat(from);
  hash.update(`${to}\0${stat.mode}\0`);
  if (stat.isSymbolicLink()) hash.update(await readlink(from));
  else if (stat.isDirectory())
    for (const name of (await readdir(from)).sort()) await digestInto(hash, `${to}/${name}`, join(from, name));
  else for await (const chunk of createReadStream(from)) hash.update(chunk as Buffer);
}

async function stage(folder: string, content: OwnImage['content'], settings: OwnImage['settings']): Promise<void> {
  const root = join(folder, 'root');
  await mkdir(join(root, 'tmp'), { recursive: true });
  for (const [to, from] of Object.entries(content)) {
    const path = join(root, to);
    await mkdir(dirname(path), { recursive: true });
    await cp(await realpath(from), path, { recursive: true, verbatimSymlinks: true });
  }
  await writeFile(join(folder, 'Dockerfile'), ['FROM scratch', 'COPY root/ /', ...settings, ''].join('\n'));
}
