import { startChild, type Child } from '../system/child.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { whyUnreachable } from '../system/reach.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { processBody } from './body.ts';
import type { Equipment } from './equipment.ts';
import { keepService, type KeptService } from './kept-service.ts';
import { asksHttp, notUp, untilReady, type Starting } from './ready.ts';

export interface ProgramSpec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** Environment for a port. */
  readonly env: (port: number) => Record<string, string>;
  readonly ready: string;
  readonly readyWithinMs: number;
  readonly logFile: string;
  readonly undo: UndoLog;
  /** Called with a sentence when it ends without being ended. */
  readonly onCrash: (sentence: string) => void;
  readonly equipment: Equipment;
}

export interface RunningProgram {
  readonly kept: KeptService;
  readonly host: string;
  readonly port: number;
}

/**
 * Starts a service on a port of its own and waits until its ready path answers 200.
 *
 * @throws ProofloadError `target-not-up` with its last log lines
 */
export async function startProgram(spec: ProgramSpec): Promise<RunningProgram> {
  const [port, first] = await withPort(async (candidate) => {
    // Who listens there already would be asked whether it is ready, until the program has found out that it cannot listen.
    if ((await whyUnreachable('127.0.0.1', candidate, connectWithinMs)) === undefined) throw taken(candidate);
    return [candidate, await launch(spec, candidate)] as const;
  });
  const kept = keepService({
    name: spec.name,
    first: processBody(first, spec.undo),
    stopTimeoutMs,
    readyUrl: readyUrl(spec, port),
    disk: spec.equipment.disk,
    clockFile: spec.equipment.clockFile,
    launch: async () => processBody(await launch(spec, port), spec.undo),
    onCrash: spec.onCrash,
  });
  return { kept, host: '127.0.0.1', port };
}

const stopTimeoutMs = 12_000;
const connectWithinMs = 1_000;

const taken = (port: number): PortTaken => new PortTaken(`port ${port} is taken`);

const readyUrl = ({ ready }: ProgramSpec, port: number): string => `http://127.0.0.1:${port}${ready}`;

/** Starts it on a port; resolves when it is ready. @throws {PortTaken} */
async function launch(spec: ProgramSpec, port: number): Promise<Child> {
  const [command, ...args] = spec.command;
  const child = await startChild(
    {
      name: spec.name,
      command,
      args,
      env: spec.env(port),
      cwd: spec.cwd,
      logFile: spec.logFile,
      stopTimeoutMs,
    },
    spec.undo,
  );
  const starting: Starting = {
    name: spec.name,
    ask: asksHttp(readyUrl(spec, port)),
    withinMs: spec.readyWithinMs,
    logFile: spec.logFile,
    hasEnded: () => child.exit !== undefined,
  };
  const state = await untilReady(starting);
  if (state === 'ready') return child;
  const exit = state === 'ended' ? await child.exited : undefined;
  const log = child.lastLog(20);
  await child.stop();
  if (exit !== undefined && log.some((line) => line.includes('EADDRINUSE'))) throw taken(port);
  throw notUp(starting, state, exit?.code ?? exit?.signal, log);
}
