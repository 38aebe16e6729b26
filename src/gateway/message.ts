import type { HttpAction } from '../model/faults/http.ts';

/** One process of the service that a gateway leads to. */
export interface Upstream {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export type Affinity = 'connection' | { readonly cookie: string } | { readonly header: string };

/** Where a gateway leads. */
export interface Lead {
  /** As the target calls it. */
  readonly service: string;
  readonly upstreams: readonly Upstream[];
  /** Which of several gets a request; null: those that are ready, in turn. */
  readonly affinity: Affinity | null;
  /** Path that answers 200 when one can take requests; null: nobody asks. */
  readonly ready: string | null;
}

/** What became of the requests to one replica since the gateway began. */
export interface Traffic {
  readonly replica: string;
  readonly ready: boolean;
  readonly requests: number;
  readonly unanswered: number;
}

/** What the harness asks of a gateway; each has one reply with its number. */
export type Question =
  | ({ readonly type: 'begin' } & Lead)
  | { readonly type: 'apply'; readonly fault: string; readonly action: HttpAction; readonly seed: number }
  | { readonly type: 'heal'; readonly fault: string }
  | { readonly type: 'count' };

export type Asked = Question & { readonly number: number };

export type Reply =
  /** Of `begin`: it listens. */
  | { readonly type: 'listening'; readonly port: number }
  /** Of `apply`, with all faults that are on. */
  | { readonly type: 'on'; readonly faults: readonly string[] }
  /** Of `heal`: how many requests met the fault so far, over all the times that it was on. */
  | { readonly type: 'off'; readonly requests: number; readonly at: number }
  /** Of `count`. */
  | { readonly type: 'traffic'; readonly traffic: readonly Traffic[] };

export type Told =
  | (Reply & { readonly number: number })
  /** The first request since the fault was put on has met it; `at` as `now()` gives time. */
  | { readonly type: 'felt'; readonly fault: string; readonly at: number };
