import type { HttpFault } from '../http-fault.ts';

/** The connection is closed when the head of the request has come; the service never hears of it. */
export const dropRequest: HttpFault<unknown> = {
  instead: (_action, { client }) => void client.destroy(),
};
