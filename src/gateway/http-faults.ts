import type { HttpAction } from '../model/faults/http.ts';
import { delayHeaders } from './faults/delay-headers.ts';
import { dropRequest } from './faults/drop-request.ts';
import { httpError } from './faults/http-error.ts';
import { loseReply } from './faults/lose-reply.ts';
import { malformBody } from './faults/malform-body.ts';
import { slowBody } from './faults/slow-body.ts';
import { truncateBody } from './faults/truncate-body.ts';
import type { HttpFault } from './http-fault.ts';

const httpFaults = {
  'http-error': httpError,
  'delay-headers': delayHeaders,
  'slow-body': slowBody,
  'truncate-body': truncateBody,
  'malform-body': malformBody,
  'lose-reply': loseReply,
  'drop-request': dropRequest,
} satisfies { [K in HttpAction['kind']]: HttpFault<Extract<HttpAction, { kind: K }>> };

/** The kind of `action`. */
export function httpFaultOf({ kind }: HttpAction): HttpFault<HttpAction> {
  // The map above pairs every kind with its own action.
  return httpFaults[kind] as HttpFault<HttpAction>;
}
