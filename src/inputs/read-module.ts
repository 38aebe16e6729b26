import { build, type Message } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { authoredPlugin } from '../bundle/authored-plugin.ts';
import type { Problem } from '../diagnostic/error.ts';
import { formatDuration } from '../model/duration.ts';
import { watchLoop } from '../system/loop-watch.ts';
import { nearestFile } from './missing-file.ts';
import { placeOfStack } from './place-of-stack.ts';

export type ReadModule =
  { readonly value: unknown; readonly files: readonly string[] } | { readonly problems: Problem[] };

/**
 * Reads the default export of an authored TypeScript file, without running anything of k6.
 *
 * `files` are the absolute paths of all files that it is made of, for digests.
 *
 * @param env what `__ENV` holds, as it does in k6
 * @param longestMs Without a limit a file that awaits what never comes would end this process once nothing else goes on, without a
 *   word, and one that loops for ever would keep it from all else.
 */
export async function readModule(
  file: string,
  projectRoot: string,
  env: Readonly<Record<string, string>> = {},
  longestMs = 10_000,
): Promise<ReadModule> {
  if (!existsSync(file)) {
    const hint = nearestFile(file) ?? 'give the path of a TypeScript file';
    return { problems: [{ message: 'there is no such file', place: { file }, hint }] };
  }
  if (!/\.[cm]?[jt]s$/.test(file)) {
    return { problems: [{ message: 'this is no TypeScript or JavaScript file', place: { file } }] };
  }
  const bundled = await build({
    entryPoints: [file],
    absWorkingDir: projectRoot,
    outfile: 'module.mjs',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    banner: { js: `const __ENV = ${JSON.stringify(env)};\n${globalsOfFiles}` },
    define: { console: '__console', process: '__process' },
    sourcemap: 'inline',
    sourceRoot: pathToFileURL(`${projectRoot}/`).href,
    logLevel: 'silent',
    plugins: [authoredPlugin('inert')],
  }).catch((error: unknown) => error as { errors?: Message[] });
  if (!('outputFiles' in bundled)) return { problems: (bundled.errors ?? []).map((m) => problemOf(m, projectRoot)) };

  const folder = await mkdtemp(join(tmpdir(), 'proofload-read-'));
  const read = new AbortController();
  let watch: Disposable | undefined;
  try {
    const path = join(folder, 'module.mjs');
    await writeFile(path, bundled.outputFiles[0]?.text ?? '');
    watch = await watchLoop(longestMs);
    process.setSourceMapsEnabled(true);
    const late = sleep(longestMs, null, { signal: read.signal });
    late.catch(() => undefined);
    const module = (await Promise.race([import(pathToFileURL(path).href), late])) as { default?: unknown } | null;
    if (module === null) {
      const message = `it has not been read to its end after ${formatDuration(longestMs)}`;
      return { problems: [{ message, place: { file }, hint: 'does it loop for ever, or await what never comes?' }] };
    }
    const files = Object.keys(bundled.metafile.inputs)
      .filter((name) => !name.startsWith('inert:'))
      .map((name) => resolve(projectRoot, name));
    return { value: module.default, files };
  } catch (error) {
    return { problems: [thrownProblem(error, file)] };
  } finally {
    read.abort();
    watch?.[Symbol.dispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a file prints is no result of ours, and while it is read it may not end this process: its exit code would be taken for a verdict. */
const globalsOfFiles = `
import { rmSync as __rmSync } from 'node:fs';
// One that never ends, and is ended with the whole process, leaves nothing behind.
__rmSync(new URL('.', import.meta.url), { recursive: true, force: true });
const __toStderr = { value: (...what) => globalThis.console.error(...what) };
const __console = Object.create(globalThis.console, { log: __toStderr, info: __toStderr, debug: __toStderr });
const __process = Object.create(globalThis.process, {
  exit: { value: (code = '') => { throw new Error(\`process.exit(\${code})\`); } },
});
`;

function problemOf(message: Message, projectRoot: string): Problem {
  const at = message.location;
  return {
    message: message.text,
    place: at === null ? undefined : { file: resolve(projectRoot, at.file), line: at.line, column: at.column + 1 },
    hint: message.notes[0]?.text,
  };
}

function thrownProblem(error: unknown, file: string): Problem {
  if (!(error instanceof Error)) return { message: `the file threw ${String(error)}`, place: { file } };
  return {
    message: `the file threw while it was read: ${error.name}: ${error.message}`,
    place: placeOfStack(error.stack ?? '') ?? { file },
    hint: 'authored files are read without k6: only the functions of journeys may use it',
  };
}
