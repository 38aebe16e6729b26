import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const turnMs = 50;
/** The thread that watches sees by it whether our event loop still turns. */
const turns = new Int32Array(new SharedArrayBuffer(4));
let watcher: Promise<Worker> | undefined;
let watches = 0;

/**
 * Cuts off whatever keeps the main thread from its event loop for so long, until disposed of: `for (;;)` in somebody's file
 * would keep timers and signals from us for ever. What was cut off is never resolved, nor rejected.
 */
export async function watchLoop(limitMs: number): Promise<Disposable> {
  const worker = await (watcher ??= startWatcher());
  const watch = watches++;
  const turning = setInterval(() => Atomics.add(turns, 0, 1), turnMs);
  worker.postMessage({ watch, limitMs });
  return {
    [Symbol.dispose]() {
      clearInterval(turning);
      worker.postMessage({ watch, limitMs: null });
    },
  };
}

async function startWatcher(): Promise<Worker> {
  const worker = new Worker(watching, { eval: true, execArgv: [], workerData: { turns, turnMs } });
  await once(worker, 'message');
  worker.unref();
  return worker;
}

/**
 * JavaScript, since a thread does not read TypeScript where the sources are run. It counts its own ticks, not the time: where
 * the whole process stood still, both threads did.
 */
const watching = `
const { Session } = require('node:inspector');
const { parentPort, workerData: { turns, turnMs } } = require('node:worker_threads');
const limits = new Map();
let looking, seen, stillMs;

parentPort.on('message', ({ watch, limitMs }) => {
  if (limitMs === null) limits.delete(watch);
  else limits.set(watch, limitMs);
  clearInterval(looking);
  stillMs = 0;
  if (limits.size > 0) looking = setInterval(look, turnMs);
});
parentPort.postMessage('ready');

function look() {
  const now = Atomics.load(turns, 0);
  stillMs = now === seen ? stillMs + turnMs : 0;
  seen = now;
  if (stillMs < Math.min(...limits.values())) return;
  stillMs = 0;
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}
`;
