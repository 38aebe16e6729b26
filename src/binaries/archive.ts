import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { download, DownloadFailed } from './download.ts';
import type { Search } from './search.ts';
import type { Staging } from './staging.ts';
import { runStep } from './step.ts';
import { ticking } from './ticking.ts';

export interface ArchiveSource {
  readonly url: URL;
  /** The address as it may be shown: without user and password. */
  readonly shown: string;
  readonly sha256: string;
}

/** Where the release archive is to be had; a sentence when it is not. Nothing is asked over the network. */
export function archiveSource({ env, key, digests, extensions }: Search): ArchiveSource | string {
  if (extensions.length > 0) return 'releases hold no extensions';
  const name = `${key}.tar.gz`;
  const base = env['PROOFLOAD_MIRROR'];
  if (base === undefined || base === '') return 'no release is published yet, and PROOFLOAD_MIRROR names no mirror';
  const address = `${base.replace(/\/+$/, '')}/${name}`;
  if (!URL.canParse(address) || !/^https?:/.test(address)) return 'PROOFLOAD_MIRROR is no http or https address';
  const sha256 = digests[name];
  if (sha256 === undefined) return `this version of proofload pins no digest for ${name}`;
  const url = new URL(address);
  const shown = new URL(address);
  shown.username = shown.password = '';
  return { url, shown: shown.href, sha256 };
}

/** Downloads the release archive, checks it and unpacks it into the staging folder. Gives why it could not. */
export async function fetchArchive(search: Search, staging: Staging): Promise<string | undefined> {
  const source = archiveSource(search);
  if (typeof source === 'string') return source;
  const { limits, signal, tell } = search;
  const archive = join(staging.folder, 'archive.tar.gz');
  tell(`downloading ${source.shown}`);
  let progress = 'waiting for the first byte';
  const task = {
    url: source.url,
    file: archive,
    limitMs: limits.downloadMs,
    stallMs: limits.stallMs,
    signal,
    onBytes(done: number, total: number | undefined) {
      progress = `${megabytes(done)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`;
    },
  };
  let sha256: string;
  try {
    sha256 = await ticking(
      limits.progressEveryMs,
      (elapsed) => tell(`downloading for ${elapsed}: ${progress}`),
      () => download(task),
    );
  } catch (error) {
    if (error instanceof DownloadFailed) return `${source.shown}: ${error.message}`;
    throw error;
  }
  if (sha256 !== source.sha256) {
    return `${source.shown} has SHA-256 ${sha256} instead of ${source.sha256}; it was thrown away`;
  }
  return unpack(search, archive, staging);
}

async function unpack(search: Search, archive: string, staging: Staging): Promise<string | undefined> {
  const folder = join(staging.folder, 'unpacked');
  await mkdir(folder);
  const failed = await runStep(
    {
      name: 'tar',
      command: 'tar',
      args: ['-xzf', archive, '-C', folder],
      env: search.env,
      cwd: folder,
      limitMs: 120_000,
      signal: search.signal,
    },
    staging,
  );
  if (failed !== undefined) return `tar ${failed}`;
  const program = join(folder, search.file);
  if (!existsSync(program)) return `the archive holds no ${search.file}`;
  await rename(program, staging.program);
  return undefined;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
