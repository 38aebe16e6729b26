import { ProofloadError } from '../diagnostic/error.ts';
import type { HttpAction } from '../model/faults/http.ts';
import { startChild, type ChildJournal } from '../system/child.ts';
import { deadline } from '../system/clock.ts';
import { lineSplitter } from '../system/log-lines.ts';
import { ownScript } from '../system/own-script.ts';
import type { Lead, Question, Reply, Told, Traffic } from './message.ts';

export interface GatewaySpec {
  /** The edge that it is part of: `api->ai`, `api-1->ai`. */
  readonly edge: string;
  readonly lead: Lead;
  /** Path of the Node program. */
  readonly node: string;
  readonly logFile: string;
  readonly undo: ChildJournal;
  /** Takes a sentence when it ends without being asked to. */
  readonly onCrash: (what: string) => void;
}

/** A gateway of one edge: an HTTP proxy of ours in a process of its own. */
export interface RunningGateway {
  readonly edge: string;
  readonly lead: Lead;
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  /** Puts a fault on, read back when it resolves. */
  apply(fault: string, action: HttpAction, seed: number): Promise<void>;
  /** Takes a fault off; gives how many requests have met it, and when it ended. */
  heal(fault: string): Promise<{ readonly requests: number; readonly at: number }>;
  /** What became of the requests to each process behind it. */
  traffic(): Promise<readonly Traffic[]>;
  /** Calls `cb` when the first request since it was put on has met a fault. */
  onFelt(cb: (fault: string, at: number) => void): void;
  /** Ends one that does not do as it is told: to be told as a crash. */
  kill(): Promise<void>;
  /** Ends it, and with it its faults. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const beginWithinMs = 10_000;
const answerWithinMs = 500;

/**
 * Starts a gateway; it is in the undo log.
 *
 * @throws {ProofloadError} `spawn-failed`, `gateway-not-ready`
 */
export async function startGateway(spec: GatewaySpec): Promise<RunningGateway> {
  const { edge, undo, logFile, onCrash } = spec;
  const child = await startChild(
    {
      name: `gateway of ${edge}`,
      command: spec.node,
      args: ownScript('./gateway-main', import.meta.url),
      env: {},
      logFile,
      pipes: 1,
      stopTimeoutMs: 500,
    },
    undo,
  );
  const pipe = child.pipe(3);
  const waiting = new Map<number, (reply: Reply) => void>();
  const feelers: ((fault: string, at: number) => void)[] = [];
  let asked = 0;
  let dismissed = false;

  const lines = lineSplitter((line) => {
    const told = JSON.parse(line) as Told;
    if (told.type === 'felt') for (const cb of feelers) cb(told.fault, told.at);
    else waiting.get(told.number)?.(told);
  }, Infinity);
  pipe.on('data', (chunk: Buffer) => lines.push(chunk));
  pipe.on('error', () => undefined); // its end tells

  const ask = async <T extends Reply['type']>(
    question: Question,
    type: T,
    withinMs: number,
  ): Promise<Extract<Reply, { type: T }>> => {
    const number = asked++;
    let callOff = (): void => undefined;
    const late = new Promise<string>((resolve) => {
      callOff = deadline(withinMs, () => resolve(`it did not answer within ${withinMs} ms`));
    });
    const ended = child.exited.then(({ code, signal }) => `it ended with ${code ?? signal}`);
    try {
      const reply = await Promise.race([
        new Promise<Reply>((resolve) => {
          waiting.set(number, resolve);
          pipe.write(`${JSON.stringify({ ...question, number })}\n`);
        }),
        late,
        ended,
      ]);
      if (typeof reply === 'string') throw new Error(`the gateway of ${edge}: ${reply}`);
      if (reply.type !== type) throw new Error(`the gateway of ${edge} answered ${question.type} with ${reply.type}`);
      return reply as Extract<Reply, { type: T }>;
    } finally {
      callOff();
      waiting.delete(number);
    }
  };
  const kill = async (): Promise<void> => {
    child.signal('SIGKILL'); // it has nothing to say goodbye to
    await child.stop();
  };
  const stop = async (): Promise<void> => {
    dismissed = true;
    await kill();
  };

  const { port } = await ask({ type: 'begin', ...spec.lead }, 'listening', beginWithinMs).catch(
    async (cause: unknown) => {
      const log = child.lastLog(20);
      await stop();
      throw new ProofloadError('gateway-not-ready', `the gateway of ${edge} could not be started`, {
        exit: 'environment',
        problems: log.map((message) => ({ message })),
        hint: `its whole log is in ${logFile}`,
        cause,
      });
    },
  );
  void child.exited.then(({ code, signal }) => {
    if (!dismissed)
      onCrash(`the gateway of ${edge} ended with ${code ?? signal} during the run; the edge is refused since`);
  });

  return {
    edge,
    lead: spec.lead,
    pid: child.pid,
    host,
    port,
    async apply(fault, action, seed) {
      const { faults } = await ask({ type: 'apply', fault, action, seed }, 'on', answerWithinMs);
      if (!faults.includes(fault)) throw new Error(`read back, ${fault} is not on the gateway of ${edge}`);
    },
    heal: (fault) => ask({ type: 'heal', fault }, 'off', answerWithinMs),
    traffic: async () => (await ask({ type: 'count' }, 'traffic', answerWithinMs)).traffic,
    onFelt: (cb) => void feelers.push(cb),
    kill,
    stop,
  };
}
