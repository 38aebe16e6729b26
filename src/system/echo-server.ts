import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A server that answers at once, in a thread of its own. */
export interface EchoServer extends AsyncDisposable {
  readonly url: string;
  /** Share of the time since it was asked last in which the thread was not idle. */
  busy(): number;
}

const source = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => response.end('x'));
  server.listen(0, '127.0.0.1', 4096, () => parentPort.postMessage(server.address().port));`;

export async function startEchoServer(): Promise<EchoServer> {
  const worker = new Worker(source, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  let last = worker.performance.eventLoopUtilization();
  return {
    url: `http://127.0.0.1:${port}`,
    busy() {
      const before = last;
      last = worker.performance.eventLoopUtilization();
      return worker.performance.eventLoopUtilization(last, before).utilization;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
