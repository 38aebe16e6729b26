import http from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { RequestFailed } from '../http.ts';
import type { Engine } from './engine.ts';

/**
 * What a container prints from now on, stdout and stderr; it ends with the container.
 *
 * @throws {RequestFailed} when the engine does not give it
 */
export function attachTo({ socket }: Engine, id: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const path = `/containers/${id}/attach?stream=1&stdout=1&stderr=1`;
    const failed = (code: string, why: string) => new RequestFailed(code, `POST ${path}: ${why}`);
    const call = http.request({ socketPath: socket, path, method: 'POST', agent: false, headers: { host: 'docker' } });
    call.once('error', (error) => reject(failed('code' in error ? String(error.code) : 'failed', error.message)));
    call.once('response', (answer) => {
      if (answer.statusCode !== 200) {
        answer.destroy();
        reject(failed('status', `status ${answer.statusCode ?? 0}`));
        return;
      }
      const output = new PassThrough();
      const frames = unframe((payload) => output.write(payload));
      answer.on('data', frames);
      answer.once('error', () => output.end());
      answer.once('close', () => output.end());
      resolve(output);
    });
    call.end();
  });
}

const headBytes = 8;

/**
 * Takes the engine's frames apart, however they are cut: which stream (1 byte), nothing (3), the length of the payload (4), the payload.
 *
 * @param give takes each payload
 */
export function unframe(give: (payload: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0);
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= headBytes) {
      const end = headBytes + waiting.readUInt32BE(4);
      if (waiting.length < end) return;
      give(waiting.subarray(headBytes, end));
      waiting = waiting.subarray(end);
    }
  };
}
