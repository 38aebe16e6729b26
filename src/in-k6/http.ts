/**
 * What authored files get for `import http from 'k6/http'`: the same calls, with the scenario's request timeout
 * where none is given (k6's own of 60 s outlives the graceful stop, and what outlives it is never recorded),
 * and with failures that the current step hears of.
 */
import k6http, {
  expectedStatuses as k6ExpectedStatuses,
  setResponseCallback as k6SetResponseCallback,
  type Params,
  type RefinedResponse,
  type RequestBody,
  type ResponseType,
} from 'k6/http';
import { parseDuration } from '../model/duration.ts';
import { answered, expectLimits as tellOfLimits } from './native.ts';
import type { Settings } from './settings.ts';

export * from 'k6/http';

type Body = RequestBody | null | undefined;
type Response = RefinedResponse<ResponseType | undefined>;

// Under a name of ours it is looked up once; what is imported from k6, each time.
const send = k6http.request;
const k6Get = k6http.get;

let timeoutMs = 10_000;
let usualParams: Params = { timeout: timeoutMs };

/** What a scenario says of all its requests. */
export function setRequests({ requestTimeoutMs, expectLimits }: Pick<Settings, 'requestTimeoutMs' | 'expectLimits'>) {
  timeoutMs = requestTimeoutMs;
  usualParams = { timeout: timeoutMs };
  tellOfLimits(expectLimits);
}

/** An author's own time limit holds where it is the shorter one: what outlives the graceful stop is never recorded. */
function withTimeout(params: Params | null | undefined): Params {
  if (params === undefined || params === null) return usualParams;
  const own = params.timeout;
  const ownMs = typeof own === 'string' ? parseDuration(own) : own;
  return ownMs !== undefined && ownMs <= timeoutMs ? { ...params } : { ...params, timeout: timeoutMs };
}

type Callback = ReturnType<typeof k6ExpectedStatuses>;
type Expectation = number | { readonly min: number; readonly max: number };

/** What the author said of statuses, by the callback that k6 was given; k6 itself does not tell. */
const expectations = new WeakMap<object, readonly Expectation[]>();
let expectedByDefault: Callback | null | undefined;

export function expectedStatuses(...statuses: Expectation[]): Callback {
  const callback = k6ExpectedStatuses(...(statuses as Parameters<typeof k6ExpectedStatuses>));
  expectations.set(callback, statuses);
  return callback;
}

export function setResponseCallback(callback: Callback): void {
  expectedByDefault = callback;
  k6SetResponseCallback(callback);
}

/** Whether the author calls the status a failure; undefined where nothing was said of it. */
function isFailure({ status }: Response, callback: Callback | null): boolean | undefined {
  if (callback === null) return false;
  const expected = expectations.get(callback);
  return expected?.every((one) => (typeof one === 'number' ? status !== one : status < one.min || status > one.max));
}

function judged(response: Response, params: Params | null | undefined): Response {
  const callback = params?.responseCallback === undefined ? expectedByDefault : params.responseCallback;
  return callback === undefined ? answered(response) : answered(response, isFailure(response, callback));
}

export function request(method: string, url: string, body?: Body, params?: Params | null): Response {
  return judged(send(method, url, body, withTimeout(params)), params);
}

export const get = (url: string, params?: Params | null) => judged(k6Get(url, withTimeout(params)), params);
export const head = (url: string, params?: Params | null) => request('HEAD', url, null, params);
export const post = (url: string, body?: Body, params?: Params | null) => request('POST', url, body, params);
export const put = (url: string, body?: Body, params?: Params | null) => request('PUT', url, body, params);
export const patch = (url: string, body?: Body, params?: Params | null) => request('PATCH', url, body, params);
export const del = (url: string, body?: Body, params?: Params | null) => request('DELETE', url, body, params);
export const options = (url: string, body?: Body, params?: Params | null) => request('OPTIONS', url, body, params);

/** Its answer would come after the step is over, where nobody counts it. */
export function asyncRequest(): never {
  throw new TypeError('http.asyncRequest() cannot be used in a journey: steps are synchronous; use http.request()');
}

interface BatchRequest {
  readonly method?: string;
  readonly url: string;
  readonly body?: Body;
  readonly params?: Params | null;
}
type BatchEntry = string | BatchRequest | readonly [string, string, Body?, (Params | null)?];

function batchEntry(entry: BatchEntry): { request: unknown; params: Params | null | undefined } {
  if (typeof entry === 'string') return { request: ['GET', entry, null, withTimeout(undefined)], params: undefined };
  if ('url' in entry) return { request: { ...entry, params: withTimeout(entry.params) }, params: entry.params };
  const [method, url, body, params] = entry;
  return { request: [method, url, body, withTimeout(params)], params };
}

/** As in k6: a list gives a list of responses, an object gives an object with the same keys. */
export function batch<T extends readonly BatchEntry[] | Readonly<Record<string, BatchEntry>>>(
  requests: T,
): { [K in keyof T]: Response } {
  const entries = Object.entries(requests as Record<string, BatchEntry>).map(
    ([key, entry]) => [key, batchEntry(entry)] as const,
  );
  const prepared = Array.isArray(requests)
    ? entries.map(([, entry]) => entry.request)
    : Object.fromEntries(entries.map(([key, entry]) => [key, entry.request]));
  const answers = k6http.batch(prepared as never) as unknown as Record<string, Response>;
  for (const [key, { params }] of entries) {
    const answer = answers[key];
    if (answer !== undefined) judged(answer, params);
  }
  return answers as { [K in keyof T]: Response };
}

export default {
  ...k6http,
  expectedStatuses,
  setResponseCallback,
  asyncRequest,
  request,
  get,
  head,
  post,
  put,
  patch,
  del,
  options,
  batch,
};
