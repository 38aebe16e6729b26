import { once } from 'node:events';
import { z } from 'zod';
import { ProofloadError } from '../../diagnostic/error.ts';
import { openChildLog } from '../../system/child-log.ts';
import type { Exit } from '../../system/child.ts';
import { within } from '../../system/clock.ts';
import { attachTo } from '../../system/docker/attach.ts';
import { containerAt, cpuLimit, prepareContainerLimit, type Container } from '../../system/docker/container.ts';
import { callEngine, EngineRefused, type Engine } from '../../system/docker/engine.ts';
import { runLabel } from '../../system/docker/own.ts';
import { PortTaken, withPort } from '../../system/ports.ts';
import type { UndoLog } from '../../undo/undo-log.ts';
import type { Body } from '../body.ts';
import { keepService, type KeptService } from '../kept-service.ts';
import { notUp, untilReady, type Starting } from '../ready.ts';
import type { RunNetwork } from './run-network.ts';

export interface ContainerSpec {
  readonly name: string;
  /** An image that the engine has. */
  readonly image: string;
  /** @default as the image says */
  readonly command?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** On which it listens in its container. */
  readonly port: number;
  /** `path here:path there`, with `:ro` where it only reads. */
  readonly binds?: readonly string[];
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly engine: Engine;
  readonly network: RunNetwork;
  readonly undo: Pick<UndoLog, 'runId' | 'enter' | 'redact'>;
  readonly logFile: string;
  /** Where it answers, for its faults; null for what speaks no HTTP. */
  readonly readyUrl: ((port: number) => string) | null;
  /** Asks at the port of this machine whether it is ready. */
  readonly ask: (port: number) => Starting['ask'];
  readonly readyWithinMs: number;
  /** Called with a sentence when it ends without being ended. */
  readonly onCrash: (sentence: string) => void;
}

export interface RunningContainer {
  readonly kept: KeptService;
  readonly host: string;
  readonly port: number;
}

const host = '127.0.0.1';
const stopTimeoutMs = 12_000;
const created = z.looseObject({ Id: z.string() });

/**
 * Starts a service in a container, published on a loopback port of its own that it keeps, and waits until it is ready.
 *
 * @throws ProofloadError `target-not-up` with its last log lines, `container-not-made`
 */
export async function startContainer(spec: ContainerSpec): Promise<RunningContainer> {
  const [port, container, first] = await withPort(async (candidate) => {
    const { made, remove } = await create(spec, candidate);
    try {
      return [candidate, made, await launch(spec, made, candidate)] as const;
    } catch (error) {
      await remove();
      throw error;
    }
  });
  const kept = keepService({
    name: spec.name,
    first,
    stopTimeoutMs,
    readyUrl: spec.readyUrl?.(port) ?? null,
    disk: null,
    clockFile: null,
    launch: () => launch(spec, container, port),
    onCrash: spec.onCrash,
  });
  return { kept, host, port };
}

/** Makes it on a port; it does not run yet. */
async function create(
  spec: ContainerSpec,
  port: number,
): Promise<{ readonly made: Container; readonly remove: () => Promise<void> }> {
  const { engine, undo, cores, memoryBytes } = spec;
  const { runId } = undo;
  // Of the same run, one that was tried on another port may still be on its way out.
  const name = `proofload-${runId}-${spec.name}-${port}`;
  const inside = `${spec.port}/tcp`;
  const entered = await undo.enter({ kind: 'container', socket: engine.socket, name, runId });
  const body = {
    Image: spec.image,
    Cmd: spec.command,
    User: spec.user,
    Env: Object.entries(spec.env).map(([variable, value]) => `${variable}=${value}`),
    Labels: { [runLabel]: runId },
    ExposedPorts: { [inside]: {} },
    HostConfig: {
      // No network but this: whoever leaves it is reached by nobody.
      NetworkMode: spec.network.name,
      PortBindings: { [inside]: [{ HostIp: host, HostPort: String(port) }] },
      Binds: spec.binds,
      ...(cores === undefined ? {} : cpuLimit(cores)),
      ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    },
  };
  try {
    const answer = await callEngine(engine, 'POST', `/containers/create?name=${encodeURIComponent(name)}`, { body });
    await entered.made({ made: true });
    const { Id: id } = created.parse(answer.json());
    const remove = async (): Promise<void> => {
      await callEngine(engine, 'DELETE', `/containers/${id}?force=true&v=true`);
      await entered.undone();
    };
    return { made: containerAt(engine, id), remove };
  } catch (cause) {
    throw new ProofloadError('container-not-made', `the container of service "${spec.name}" could not be made`, {
      exit: 'environment',
      hint: 'the engine says why',
      cause,
    });
  }
}

/** Starts it, again or for the first time; resolves when it is ready. @throws {PortTaken} */
async function launch(spec: ContainerSpec, container: Container, port: number): Promise<Body> {
  const body = await start(spec, container, port);
  const starting: Starting = {
    name: spec.name,
    ask: spec.ask(port),
    withinMs: spec.readyWithinMs,
    logFile: spec.logFile,
    hasEnded: () => body.exit !== undefined,
  };
  const state = await untilReady(starting);
  if (state === 'ready') return body;
  const exit = state === 'ended' ? await body.exited : undefined;
  await body.kill();
  await body.exited;
  throw notUp(starting, state, exit?.code ?? exit?.signal, body.lastLog(20));
}

async function start(
  { engine, undo, logFile, cores, network }: ContainerSpec,
  container: Container,
  port: number,
): Promise<Body & { lastLog(n: number): readonly string[] }> {
  const log = await openChildLog(logFile, { redact: undo.redact });
  const output = await attachTo(engine, container.id);
  const isRead = once(output, 'end');
  log.drain(output);
  const pid = await container.start().catch(async (error: unknown) => {
    await log.end();
    throw isPortTaken(error) ? new PortTaken(`port ${port} is taken`, { cause: error }) : error;
  });
  let exit: Exit | undefined;
  const exited = container
    .exited()
    .catch((): Exit => ({ code: null, signal: null })) // nobody is left to tell
    .then(async (ended) => {
      await within(isRead, 1_000);
      await log.end();
      return (exit = ended);
    });
  const stop = async (): Promise<void> => {
    if (exit !== undefined) return;
    await container.unpause();
    await container.stop(stopTimeoutMs);
    await exited;
  };
  return {
    pid,
    exited,
    get exit() {
      return exit;
    },
    lastLog: (n) => log.last(n),
    onLine: (fn) => void log.onLine(fn),
    usage: () => container.usage(),
    kill: () => container.kill(),
    stop,
    suspend: () => container.pause(),
    resume: () => container.unpause(),
    prepareCpuLimit: (cpus) => Promise.resolve(prepareContainerLimit(container, cpus, cores ?? null)),
    network: { leave: () => container.leave(network.name), join: () => container.join(network.name) },
  };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EngineRefused && /port is already allocated|address already in use/.test(error.message);
}
