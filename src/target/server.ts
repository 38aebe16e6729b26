import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { startChild, type Child } from '../system/child.ts';
import { until } from '../system/clock.ts';
import type { EndSignal } from '../system/end-processes.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { makeTempFolder } from '../undo/temp-folder.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { processBody } from './body.ts';
import { keepService } from './kept-service.ts';
import { unprivilegedOwner } from './owner.ts';
import type { Address, Up } from './start-target.ts';

/** What every server is started with. */
export interface ServerContext {
  readonly name: string;
  readonly undo: UndoLog;
  readonly logFile: string;
  /** Called with a sentence when it ends without being ended. */
  readonly onCrash: (sentence: string) => void;
}

export interface ServerSpec extends ServerContext, Pick<Up, 'protocol'> {
  /** Its path. */
  readonly program: string;
  /** Arguments, with its folder. */
  readonly args: (folder: string) => readonly string[];
  /** Its files by name, for a folder and a port: nobody else can read them. */
  readonly files: (folder: string, port: number) => Readonly<Record<string, string>>;
  readonly urlAt: Up['urlAt'];
  /** Rejects while it is not ready. */
  readonly ask: (at: Address & { readonly url: string }) => Promise<unknown>;
  readonly stopSignal: EndSignal;
}

const host = '127.0.0.1';
const readyWithinMs = 10_000;
const stopTimeoutMs = 5_000;

/**
 * Starts a server that speaks no HTTP, with a folder, a port and a configuration of its own; resolves when it answers. As root
 * it runs as nobody.
 *
 * @throws {ProofloadError} `target-not-up` with its last log lines
 */
export async function startServer(spec: ServerSpec): Promise<Up> {
  const folder = await makeTempFolder(spec.name, spec.undo);
  try {
    const [port, first] = await withPort(
      async (candidate) => [candidate, await launch(spec, folder.path, candidate)] as const,
    );
    const own = keepService({
      name: spec.name,
      first: processBody(first, spec.undo),
      stopTimeoutMs,
      readyUrl: null,
      disk: null,
      clockFile: null,
      launch: async () => processBody(await launch(spec, folder.path, port), spec.undo),
      onCrash: spec.onCrash,
    });
    return {
      host,
      port,
      protocol: spec.protocol,
      urlAt: spec.urlAt,
      own,
      async stop() {
        await own.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** Starts it on a port; resolves when it is ready. @throws {PortTaken} */
async function launch(spec: ServerSpec, folder: string, port: number): Promise<Child> {
  const owner = await unprivilegedOwner(spec.name);
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  for (const [file, text] of Object.entries(spec.files(folder, port))) {
    const path = join(folder, file);
    await writeFile(path, text);
    await chmod(path, 0o600);
    if (owner !== undefined) await chown(path, owner.uid, owner.gid);
  }
  const child = await startChild(
    {
      name: spec.name,
      command: spec.program,
      args: spec.args(folder),
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      cwd: folder,
      logFile: spec.logFile,
      stopSignal: spec.stopSignal,
      stopTimeoutMs,
      ...owner,
    },
    spec.undo,
  );
  const at = { host, port, url: spec.urlAt({ host, port }) };
  const waited = await until(
    // A stranger on the same port may accept and say nothing, so the end of our own server counts at once.
    () => Promise.race([child.exited.then(() => 'ended' as const), spec.ask(at).then(() => 'ready' as const)]),
    { timeoutMs: readyWithinMs, everyMs: 10, what: 'its first answer' },
  );
  if (waited.met && waited.value === 'ready') return child;
  await child.stop();
  const log = child.lastLog(20);
  if (log.some((line) => /address already in use/i.test(line))) throw new PortTaken(`port ${port} is taken`);
  const how = waited.met ? 'ended before it was ready' : `did not answer within ${readyWithinMs / 1000} s`;
  throw new ProofloadError('target-not-up', `service "${spec.name}" ${how}`, {
    exit: 'environment',
    problems: log.map((message) => ({ message })),
    hint: `its whole log is in ${spec.logFile}; see whether its settings are right`,
    cause: waited.met ? undefined : waited.lastError,
  });
}
