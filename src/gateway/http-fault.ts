import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transform, Writable } from 'node:stream';

/** One request on its way: what came from the client, and the way back to it. */
export interface Passage {
  readonly request: IncomingMessage;
  readonly client: ServerResponse;
  /** Aborted when the fault ends: what it holds back is let go at once. */
  readonly over: AbortSignal;
}

/** The answer of the service, not yet begun to the client. */
export interface AnsweredPassage extends Passage {
  readonly reply: IncomingMessage;
}

/** One kind of fault, by the points of a request's way at which it acts; each kind uses one of them. */
export interface HttpFault<Action> {
  /** Ends the request instead of the service, which never sees it. */
  readonly instead?: (action: Action, passage: Passage) => void;
  /** When the head of the answer is there: to wait before it goes on, or to end the request here (false). */
  readonly before?: (action: Action, passage: AnsweredPassage) => Promise<boolean>;
  /** What the body goes through. */
  readonly body?: (action: Action, passage: AnsweredPassage) => Transform;
  /** Takes the body in place of the client. */
  readonly sink?: (action: Action, passage: AnsweredPassage) => Writable;
}

/** Whether there will be a body at all. */
export function hasBody({ request, reply }: AnsweredPassage): boolean {
  const status = reply.statusCode ?? 0;
  return request.method !== 'HEAD' && status !== 204 && status !== 304 && reply.headers['content-length'] !== '0';
}
