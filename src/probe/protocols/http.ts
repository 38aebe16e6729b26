import type { ProbeProtocol } from '../probe.ts';

/** One GET on a connection of its own; any status is an answer. */
export const http: ProbeProtocol = {
  hello: ({ authority, path }) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: proofload-canary\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    ),
  isAnswer: (first) => first.toString('latin1', 0, 5).startsWith('HTTP/'.slice(0, first.length)),
  peerCloses: true,
  secure: false,
};

/** The same within TLS. Certificates are not verified: a canary measures the way, and sends nothing that is secret. */
export const https: ProbeProtocol = { ...http, secure: true };
