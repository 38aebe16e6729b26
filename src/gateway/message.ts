import type { HttpAction } from '../model/faults/http.ts';

/** One instance of the service that a gateway leads to. */
export interface Upstream {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** What the harness asks of a gateway; each has one reply with its number. */
export type Question =
  | { readonly type: 'begin'; readonly upstreams: readonly Upstream[] }
  | { readonly type: 'apply'; readonly fault: string; readonly action: HttpAction; readonly seed: number }
  | { readonly type: 'heal'; readonly fault: string };

export type Asked = Question & { readonly number: number };

export type Reply =
  /** Of `begin`: it listens. */
  | { readonly type: 'listening'; readonly port: number }
  /** Of `apply`, with all faults that are on. */
  | { readonly type: 'on'; readonly faults: readonly string[] }
  /** Of `heal`: how many requests met the fault so far, over all the times that it was on. */
  | { readonly type: 'off'; readonly requests: number; readonly at: number };

export type Told =
  | (Reply & { readonly number: number })
  /** The first request since the fault was put on has met it; `at` as `now()` gives time. */
  | { readonly type: 'felt'; readonly fault: string; readonly at: number };
