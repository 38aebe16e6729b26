import { join, resolve } from 'node:path';
import { bundleService } from '../bundle/service.ts';
import type { CheckedService } from '../inputs/service-shape.ts';
import { equip } from './equipment.ts';
import { findExternal } from './external.ts';
import { startProgram } from './program.ts';
import { fillEnv } from './service-env.ts';
import type { Address, TargetSpec, Up } from './start-target.ts';

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
  tellCrash: (sentence: string) => void,
): Promise<Up> {
  const { target, undo, hostEnv } = spec;
  const logFile = join(spec.logDir, `${name}.log`);
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
        slowQueryMs: definition.slowQuery,
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
    case 'node':
    case 'process': {
      const options = Object.entries(target.options).map(([option, value]) => [`option.${option}`, value] as const);
      const timeScale = String(spec.timeScale);
      const equipment = await equip({
        name,
        diskBytes: definition.disk,
        fillsDisk: spec.filledDisks.has(service),
        movesClock: spec.movedClocks.has(service),
        workDir: spec.workDir,
        undo,
      });
      const { disk } = equipment;
      const known = {
        ...Object.fromEntries<string>(options),
        ...urls,
        'time-scale': timeScale,
        ...(disk === null ? {} : { disk }),
      };
      const env = (port: number) => ({
        ...hostEnv,
        ...equipment.env,
        PROOFLOAD_TIME_SCALE: timeScale,
        ...fillEnv(definition.env, { ...known, port: String(port) }),
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

const httpUrl = ({ host, port }: Address): string => `http://${host}:${port}`;
