import { join, resolve } from 'node:path';
import { bundleService } from '../bundle/service.ts';
import type { CheckedService } from '../inputs/service-shape.ts';
import { isContained, type Containers } from './containers/containers.ts';
import { startContainedNode } from './containers/node.ts';
import { startContained } from './containers/service.ts';
import { equip } from './equipment.ts';
import { findExternal } from './external.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { startProgram } from './program.ts';
import { startRedis } from './redis.ts';
import { needServer } from './server-program.ts';
import { fillEnv } from './service-env.ts';
import { httpUrl, type TargetSpec, type Up } from './start-target.ts';

/** One service, or one of its replicas, to be started. */
interface Start {
  /** `api-1`, or `api` where it has no replicas. */
  readonly name: string;
  readonly service: string;
  readonly definition: CheckedService;
  readonly urls: Readonly<Record<string, string>>;
}

export async function startService(
  { name, service, definition, urls }: Start,
  spec: TargetSpec,
  containers: Containers | null,
  tellCrash: (sentence: string) => void,
): Promise<Up> {
  const { target, undo, hostEnv } = spec;
  const logFile = join(spec.logDir, `${name}.log`);
  const timeScale = String(spec.timeScale);
  const known = {
    ...Object.fromEntries(Object.entries(target.options).map(([option, value]) => [`option.${option}`, value])),
    ...urls,
    'time-scale': timeScale,
  };
  const contained = containers !== null && isContained(target, service) ? containers : null;
  switch (definition.kind) {
    case 'external':
      return await findExternal(name, definition, spec.hosts);
    case 'postgres': {
      // Late: its client takes 40 ms to load, and most targets have no database of ours.
      const { postgresUrlVariable, startDatabase } = await import('./database.ts');
      const init = definition.init.map((file) => resolve(target.folder, file));
      const serverUrl = hostEnv[postgresUrlVariable] === '' ? undefined : hostEnv[postgresUrlVariable];
      const database = await startDatabase({
        name,
        runId: spec.runId,
        init,
        logFile,
        undo,
        serverUrl,
        primaryUrl: definition.replicaOf === undefined ? undefined : urls[`${definition.replicaOf}.url`],
        slowQueryMs: definition.slowQuery,
        containers: contained,
        cores: definition.cores,
        memoryBytes: definition.memory,
        workDir: spec.workDir,
        env: hostEnv,
        onCrash: tellCrash,
      });
      return {
        host: database.host,
        port: database.port,
        protocol: { kind: 'postgres' },
        urlAt: (at) => database.urlAt(at.host, at.port),
        own: database.own,
        stop: () => database.stop(),
      };
    }
    case 'redis': {
      const program = await needServer('redis', hostEnv);
      return await startRedis({ name, program, settings: definition.settings, logFile, undo, onCrash: tellCrash });
    }
    case 'pgbouncer': {
      const program = await needServer('pgbouncer', hostEnv);
      const [databaseUrl = ''] = Object.values(urls); // its only edge
      const { settings } = definition;
      return await startPgbouncer({ name, program, settings, databaseUrl, logFile, undo, onCrash: tellCrash });
    }
    case 'container':
    case 'node':
    case 'process': {
      if (contained !== null && definition.kind !== 'process') {
        const envAt = (inside: Readonly<Record<string, string>>) => ({
          PROOFLOAD_TIME_SCALE: timeScale,
          ...fillEnv(definition.env, { ...known, ...inside }),
        });
        const start = { name, service, envAt, logFile, tellCrash };
        return definition.kind === 'node'
          ? await startContainedNode({ ...start, definition }, spec, contained)
          : await startContained({ ...start, definition }, spec, contained);
      }
      if (definition.kind === 'container') throw new Error(`${name} is a container, and there is no engine`);
      const equipment = await equip({
        name,
        diskBytes: definition.disk,
        fillsDisk: spec.filledDisks.has(service),
        movesClock: spec.movedClocks.has(service),
        workDir: spec.workDir,
        undo,
      });
      const { disk } = equipment;
      const env = (port: number) => ({
        ...hostEnv,
        ...equipment.env,
        PROOFLOAD_TIME_SCALE: timeScale,
        ...fillEnv(definition.env, {
          ...known,
          ...(disk === null ? {} : { disk }),
          host: '127.0.0.1',
          port: String(port),
        }),
      });
      const program = await startProgram({
        name,
        command: await commandOf(name, definition, spec),
        cwd: definition.kind === 'process' ? resolve(target.folder, definition.cwd) : target.folder,
        env,
        ready: definition.ready,
        readyWithinMs: definition.readyWithin,
        logFile,
        undo,
        onCrash: tellCrash,
        equipment,
      });
      return {
        host: program.host,
        port: program.port,
        protocol: { kind: 'http', path: definition.ready, authority: undefined },
        urlAt: httpUrl,
        own: program.kept,
        stop: () => program.kept.stop(),
      };
    }
  }
}

async function commandOf(
  name: string,
  definition: Extract<CheckedService, { kind: 'node' | 'process' }>,
  { target, workDir, node }: TargetSpec,
): Promise<readonly [string, ...string[]]> {
  if (definition.kind === 'process') {
    const [command = '', ...args] = definition.command;
    return [command, ...args];
  }
  const outfile = join(workDir, `${name}.cjs`);
  await bundleService(resolve(target.folder, definition.entry), outfile);
  return [node, '--enable-source-maps', outfile];
}
