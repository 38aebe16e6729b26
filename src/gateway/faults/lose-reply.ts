import { finished } from 'node:stream/promises';
import type { HttpFault } from '../http-fault.ts';

/** The service has answered to the end, so its work is done; then the connection is closed without a byte of the answer. */
export const loseReply: HttpFault<unknown> = {
  async before(_action, { reply, client }) {
    await finished(reply.resume()).catch(() => undefined); // it broke off itself: lost as well
    client.destroy();
    return false;
  },
};
