import type { ProbeProtocol } from '../probe.ts';

/** Length 8, then the code 80877103: "would you speak TLS?" */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const yes = 'S'.charCodeAt(0);
const no = 'N'.charCodeAt(0);

/**
 * Asks for TLS and takes the one byte that comes back: no user, no password, no session, nothing in the server's log.
 *
 * Only a server that says yes to TLS logs that the handshake never came.
 */
export const postgres: ProbeProtocol = {
  hello: () => sslRequest,
  isAnswer: (first) => first[0] === yes || first[0] === no,
  peerCloses: false,
  secure: false,
};
