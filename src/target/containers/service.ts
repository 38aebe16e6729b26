import { resolve } from 'node:path';
import type { CheckedService } from '../../inputs/service-shape.ts';
import type { Engine } from '../../system/docker/engine.ts';
import { asksHttp, type Starting } from '../ready.ts';
import type { Address, TargetSpec, Up } from '../start-target.ts';
import { startContainer } from './container.ts';
import type { Containers } from './containers.ts';
import { buildImage, needImage } from './images.ts';

type Definition = Extract<CheckedService, { kind: 'container' }>;

interface Start {
  /** `api-1`, or `api` where it has no replicas. */
  readonly name: string;
  readonly service: string;
  readonly definition: Definition;
  /** With what it listens on. */
  readonly envAt: (inside: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly tellCrash: (sentence: string) => void;
}

/** Starts a service that a target says is a container. */
export async function startContained(
  { name, service, definition, envAt, logFile, tellCrash }: Start,
  spec: TargetSpec,
  containers: Containers,
): Promise<Up> {
  const { url, ready, port, command, cores, memory, readyWithin } = definition;
  const isHttp = url.startsWith('http:');
  const urlAt = ({ host, port: at }: Address): string => {
    const moved = new URL(url.replace(/^postgres:/, 'http:'));
    moved.hostname = host;
    moved.port = String(at);
    return moved.href.replace(/^http:/, isHttp ? 'http:' : 'postgres:').replace(/\/$/, '');
  };
  const here = (at: number): string => urlAt({ host: '127.0.0.1', port: at });
  const { engine, network } = containers;
  const { kept, ...address } = await startContainer({
    engine,
    network,
    name,
    image: await containers.image(service, () => imageOf(service, definition, spec, engine)),
    command,
    env: envAt({ host: '0.0.0.0', port: String(port) }),
    port,
    cores,
    memoryBytes: memory,
    undo: spec.undo,
    logFile,
    readyUrl: isHttp ? (at) => here(at) + (ready ?? '/') : null,
    ask: (at) => (isHttp ? asksHttp(here(at) + (ready ?? '/')) : asksPostgres(here(at))),
    readyWithinMs: readyWithin,
    onCrash: tellCrash,
  });
  return {
    ...address,
    protocol: isHttp ? { kind: 'http', path: ready ?? '/', authority: undefined } : { kind: 'postgres' },
    urlAt,
    own: kept,
    stop: () => kept.stop(),
  };
}

async function imageOf(
  service: string,
  { image, build }: Definition,
  { target, undo, hostEnv: env, logDir }: TargetSpec,
  engine: Engine,
): Promise<string> {
  if (build === undefined) {
    await needImage(engine, image ?? '');
    return image ?? '';
  }
  const tag = `proofload-${target.name}-${service}`.toLowerCase();
  const folder = resolve(target.folder, build);
  await buildImage({ folder, tag, engine, undo, env, logFile: resolve(logDir, `${service}-build.log`) });
  return tag;
}

function asksPostgres(url: string): Starting['ask'] {
  return async () => {
    const { pingPostgres } = await import('../postgres.ts'); // late: its client takes 40 ms to load
    await pingPostgres(url);
  };
}
