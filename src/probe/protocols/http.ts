import type { ProbeProtocol } from '../probe.ts';

/** One GET on a connection of its own; any status is an answer. */
export const http: ProbeProtocol = {
  hello: ({ host, port, path }) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nHost: ${host.includes(':') ? `[${host}]` : host}:${port}\r\nUser-Agent: proofload-canary\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    ),
  isAnswer: (first) => first.toString('latin1', 0, 5).startsWith('HTTP/'.slice(0, first.length)),
  peerCloses: true,
};
