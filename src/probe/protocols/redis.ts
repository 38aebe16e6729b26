import type { ProbeProtocol } from '../probe.ts';

const ping = Buffer.from('PING\r\n');

/** A PING without a login: `+PONG`, or the error `-NOAUTH …` of a server that wants one, which is an answer too. */
export const redis: ProbeProtocol = {
  hello: () => ping,
  isAnswer: (first) => ['+', '-'].includes(first.toString('latin1', 0, 1)),
  peerCloses: false,
  secure: false,
};
