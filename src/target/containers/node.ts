import type { CheckedService } from '../../inputs/service-shape.ts';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleService } from '../../bundle/service.ts';
import { asksHttp } from '../ready.ts';
import { httpUrl, type TargetSpec, type Up } from '../start-target.ts';
import { startContainer } from './container.ts';
import type { Containers } from './containers.ts';
import { nodeImage, nodeInImage } from './node-image.ts';
import { ownImage } from './own-image.ts';

interface Start {
  /** `api-1`, or `api` where it has no replicas. */
  readonly name: string;
  readonly definition: Extract<CheckedService, { kind: 'node' }>;
  /** With what it listens on, and where its disk is. */
  readonly envAt: (inside: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly tellCrash: (sentence: string) => void;
}

const inside = { host: '0.0.0.0', port: '8080', disk: '/disk' };

/** Starts a Node program in a container that holds nothing but Node and the program. */
export async function startContainedNode(
  { name, definition, envAt, logFile, tellCrash }: Start,
  { target, workDir, undo, hostEnv: env, node, logDir }: TargetSpec,
  containers: Containers,
): Promise<Up> {
  const { ready, readyWithin, cores, memory, disk } = definition;
  const bundle = join(workDir, `${name}.cjs`);
  await bundleService(resolve(target.folder, definition.entry), bundle);
  const own = join(workDir, `${name}-disk`);
  if (disk !== undefined) await mkdir(own);
  const { engine } = containers;
  const image = await containers.image('node', () =>
    ownImage(nodeImage(node), { engine, undo, env, workDir, logFile: join(logDir, 'node-build.log') }),
  );
  const { kept, ...address } = await startContainer({
    engine,
    network: containers.network,
    name,
    image,
    command: [nodeInImage, '--enable-source-maps', '/service.cjs'],
    env: envAt(inside),
    port: Number(inside.port),
    binds: [`${bundle}:/service.cjs:ro`, ...(disk === undefined ? [] : [`${own}:${inside.disk}`])],
    cores,
    memoryBytes: memory,
    undo,
    logFile,
    readyUrl: (port) => `http://127.0.0.1:${port}${ready}`,
    ask: (port) => asksHttp(`http://127.0.0.1:${port}${ready}`),
    readyWithinMs: readyWithin,
    onCrash: tellCrash,
  });
  const protocol = { kind: 'http', path: ready, authority: undefined } as const;
  return { ...address, protocol, urlAt: httpUrl, own: kept, stop: () => kept.stop() };
}
