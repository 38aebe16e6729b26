import { ProofloadError } from '../diagnostic/error.ts';
import { startChild, type Child } from '../system/child.ts';
import { until } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import type { Equipment } from './equipment.ts';
import { keepService, type KeptService } from './kept-service.ts';

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
  const [port, first] = await withPort(async (candidate) => [candidate, await launch(spec, candidate)] as const);
  const kept = keepService({
    name: spec.name,
    first,
    stopTimeoutMs,
    readyUrl: readyUrl(spec, port),
    disk: spec.equipment.disk,
    clockFile: spec.equipment.clockFile,
    launch: () => launch(spec, port),
    onCrash: spec.onCrash,
  });
  return { kept, host: '127.0.0.1', port };
}

const stopTimeoutMs = 12_000;

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
  const url = readyUrl(spec, port);
  let last = 'no answer';
  const waited = await until(
    async () => {
      if (child.exit !== undefined) return 'ended' as const;
      const answer = await request({ url, timeoutMs: 2000 });
      last = `${answer.status} ${answer.text.slice(0, 200)}`;
      return answer.status === 200 ? ('ready' as const) : undefined;
    },
    { timeoutMs: spec.readyWithinMs, everyMs: 25, what: url },
  );
  if (waited.met && waited.value === 'ready') return child;
  const exit = waited.met ? await child.exited : undefined;
  const log = child.lastLog(20);
  await child.stop();
  if (exit !== undefined && log.some((line) => line.includes('EADDRINUSE')))
    throw new PortTaken(`port ${port} is taken`);
  const how =
    exit === undefined
      ? `did not become ready within ${spec.readyWithinMs / 1000} s (GET ${spec.ready}: ${last})`
      : `ended with ${exit.code ?? exit.signal} before it was ready`;
  throw new ProofloadError('target-not-up', `service "${spec.name}" ${how}`, {
    exit: 'environment',
    problems: log.map((message) => ({ message })),
    hint: `its whole log is in ${spec.logFile}`,
  });
}
