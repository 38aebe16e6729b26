import { connect } from 'node:net';

export interface Question {
  readonly host: string;
  readonly port: number;
  readonly text: string;
  /** Whether what has come is all of the answer. */
  readonly isWhole: (answer: string) => boolean;
  /** Connecting included. */
  readonly timeoutMs: number;
}

/** Says something on a connection of its own; rejects when the whole answer does not come in time. */
export function ask({ host, port, text, isWhole, timeoutMs }: Question): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ host, port });
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (!isWhole(answer)) return;
      end();
      resolve(answer);
    });
    socket.write(text);
  });
}
