import { placed } from '../place.ts';
import type { Fault, FaultTiming } from '../fault.ts';
import type { Duration } from '../time.ts';

/** Which requests meet a fault; all that is given must fit. @default every request */
export interface HttpMatch {
  /** `'POST'`, or several. */
  readonly method?: string | readonly string[];
  /** Of the path without its query: `*` is anything, `{id}` one segment: `/orders/{id}`, `/products*`. */
  readonly path?: `/${string}` | `*${string}`;
  /** By name; `*` in a value is anything. */
  readonly headers?: Readonly<Record<string, string>>;
  /** So many of those that fit, in steps of 0.1%: `10%` are exactly 10 of every 100, in an order that the seed decides. @default '100%' */
  readonly share?: `${number}%`;
}

/** What all faults on requests take. */
export interface HttpTiming<Step extends string> extends FaultTiming<Step> {
  readonly match?: HttpMatch;
}

export interface HttpErrorOptions {
  /** 400 to 599. @default 503 */
  readonly status?: number;
  /** Sent as Retry-After, in whole seconds. @default none is sent */
  readonly retryAfter?: Duration;
  /** @default empty */
  readonly body?: string;
}

export interface DelayHeadersOptions {
  readonly delay: Duration;
}

export interface SlowBodyOptions {
  /** Of each answer by itself. */
  readonly rate: `${number}${'B' | 'KB' | 'MB'}/s`;
}

export interface TruncateBodyOptions {
  /** So much of each body still comes; the last byte never does. @default '1B' */
  readonly after?: `${number}${'B' | 'KB' | 'MB'}`;
}

export interface MalformBodyOptions {
  /** `json`: the body begins like an HTML page; `bytes`: one bit in every hundredth byte is another. @default 'json' */
  readonly how?: 'json' | 'bytes';
}

/** What can be done to the requests of an edge that leads to an HTTP service. */
export interface HttpVerbs<E extends string, Step extends string> {
  /** The service is not asked; an error comes in its place. */
  readonly httpError: (edge: E, options: HttpTiming<Step> & HttpErrorOptions) => Fault;
  /** The service answers in time, and its answer comes late. */
  readonly delayHeaders: (edge: E, options: HttpTiming<Step> & DelayHeadersOptions) => Fault;
  /** Headers come in time, and the body slowly. */
  readonly slowBody: (edge: E, options: HttpTiming<Step> & SlowBodyOptions) => Fault;
  /** The connection is closed before all of the body that the headers promise has come. */
  readonly truncateBody: (edge: E, options: HttpTiming<Step> & TruncateBodyOptions) => Fault;
  /** The body has its right length and wrong content. */
  readonly malformBody: (edge: E, options: HttpTiming<Step> & MalformBodyOptions) => Fault;
  /** The service does its work and answers; the connection is closed instead of the answer. */
  readonly loseReply: (edge: E, options: HttpTiming<Step>) => Fault;
  /** The connection is closed before the service sees the request. */
  readonly dropRequest: (edge: E, options: HttpTiming<Step>) => Fault;
}

export const httpVerbs: HttpVerbs<string, string> = {
  httpError: (on, options) => ({ kind: 'http-error', on, ...options, ...placed() }),
  delayHeaders: (on, options) => ({ kind: 'delay-headers', on, ...options, ...placed() }),
  slowBody: (on, options) => ({ kind: 'slow-body', on, ...options, ...placed() }),
  truncateBody: (on, options) => ({ kind: 'truncate-body', on, ...options, ...placed() }),
  malformBody: (on, options) => ({ kind: 'malform-body', on, ...options, ...placed() }),
  loseReply: (on, options) => ({ kind: 'lose-reply', on, ...options, ...placed() }),
  dropRequest: (on, options) => ({ kind: 'drop-request', on, ...options, ...placed() }),
};
