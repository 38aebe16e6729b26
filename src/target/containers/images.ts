import { ProofloadError } from '../../diagnostic/error.ts';
import { startChild } from '../../system/child.ts';
import { callEngine, unknownIsUndefined, type Engine } from '../../system/docker/engine.ts';
import type { UndoLog } from '../../undo/undo-log.ts';

const pullMs = 600_000;

/** Whether the engine has an image. */
export async function hasImage(engine: Engine, image: string): Promise<boolean> {
  return (await callEngine(engine, 'GET', `/images/${image}/json`).catch(unknownIsUndefined)) !== undefined;
}

/**
 * Sees to it that the engine has an image: from its registry, where it does not.
 *
 * @throws ProofloadError `no-image`
 */
export async function needImage(engine: Engine, image: string): Promise<void> {
  if (await hasImage(engine, image)) return;
  const why = await pull(engine, image).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (await hasImage(engine, image)) return;
  throw new ProofloadError('no-image', `the image ${image} is not on this machine, and cannot be pulled: ${why}`, {
    exit: 'environment',
    hint: `docker pull ${image}, or docker load, or give the folder of its Dockerfile with build`,
  });
}

/** Gives the engine's last words: it answers with success before it begins. */
async function pull(engine: Engine, image: string): Promise<string> {
  const name = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const path = `/images/create?fromImage=${encodeURIComponent(name)}`;
  const { text } = await callEngine(engine, 'POST', path, { timeoutMs: pullMs });
  return text.trim().split('\n').at(-1) ?? '';
}

export interface BuildSpec {
  /** Holds a Dockerfile. */
  readonly folder: string;
  readonly tag: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly engine: Engine;
  readonly undo: Pick<UndoLog, 'runId' | 'enter' | 'redact'>;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/**
 * Builds an image with Docker's own client, which knows every kind of Dockerfile; what has not changed is in its cache.
 *
 * @throws ProofloadError `image-not-built`
 */
export async function buildImage({ folder, tag, labels = {}, engine, undo, env, logFile }: BuildSpec): Promise<void> {
  const labelled = Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
  const build = await startChild(
    {
      name: `docker build of ${tag}`,
      command: 'docker',
      args: ['build', '--tag', tag, ...labelled, folder],
      env: { ...env, DOCKER_HOST: `unix://${engine.socket}` },
      logFile,
    },
    undo,
  );
  const { code, signal } = await build.exited;
  await build.stop();
  if (code === 0) return;
  throw new ProofloadError('image-not-built', `docker build of ${folder} ended with ${code ?? signal}`, {
    exit: 'environment',
    problems: build.lastLog(20).map((message) => ({ message })),
    hint: `its whole log is in ${logFile}`,
  });
}
