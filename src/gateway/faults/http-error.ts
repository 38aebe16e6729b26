import type { HttpAction } from '../../model/faults/http.ts';
import type { HttpFault } from '../http-fault.ts';

/** The service is not asked, and the connection stays: what a load balancer does whose service is overloaded. */
export const httpError: HttpFault<Extract<HttpAction, { kind: 'http-error' }>> = {
  instead({ status, retryAfterS, body }, { request, client }) {
    client.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      ...(retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) }),
    });
    client.end(body);
    request.resume(); // its body must be out of the way of the next one
  },
};
