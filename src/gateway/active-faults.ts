import { setMaxListeners } from 'node:events';
import type { HttpAction } from '../model/faults/http.ts';
import { seededRandom } from '../model/random.ts';
import { now } from '../system/clock.ts';
import { httpFaultOf } from './http-faults.ts';
import type { HttpFault } from './http-fault.ts';
import { matcher, type RequestHead } from './match.ts';
import { countOff } from './share.ts';

/** A fault that a request meets. */
export interface Met {
  readonly action: HttpAction;
  readonly kind: HttpFault<HttpAction>;
  readonly over: AbortSignal;
}

/** What is kept of a fault also while it is off, since one that flaps goes on where it was. */
interface Known {
  readonly action: HttpAction;
  readonly kind: HttpFault<HttpAction>;
  readonly fits: (head: RequestHead) => boolean;
  readonly isNext: () => boolean;
  requests: number;
  felt: boolean;
  /** While it is on. */
  over: AbortController | null;
}

/** Probes and health checks see the way, not the faults on requests, and count for nothing. */
const ownAgent = /^proofload-/;

/** The faults that requests of a gateway meet, by id. */
export class ActiveFaults {
  readonly #known = new Map<string, Known>();
  readonly #onFelt: (fault: string, at: number) => void;

  constructor(onFelt: (fault: string, at: number) => void) {
    this.#onFelt = onFelt;
  }

  get names(): readonly string[] {
    return [...this.#known].flatMap(([id, { over }]) => (over === null ? [] : [id]));
  }

  apply(fault: string, action: HttpAction, seed: number): void {
    const known = this.#known.get(fault) ?? {
      action,
      kind: httpFaultOf(action),
      fits: matcher(action.match),
      isNext: countOff(action.match.share, seededRandom(seed)),
      requests: 0,
      felt: false,
      over: null,
    };
    known.over ??= new AbortController();
    setMaxListeners(0, known.over.signal);
    known.felt = false;
    this.#known.set(fault, known);
  }

  /** Lets go what it holds back. Gives how many requests have met it so far. */
  heal(fault: string): number {
    const known = this.#known.get(fault);
    if (known === undefined) return 0;
    known.over?.abort();
    known.over = null;
    return known.requests;
  }

  /** The faults that this request meets, each of which counts it. */
  meet(head: RequestHead): readonly Met[] {
    const met: Met[] = [];
    for (const [id, fault] of this.#known) {
      if (fault.over === null || isOwn(head) || !fault.fits(head) || !fault.isNext()) continue;
      fault.requests += 1;
      if (!fault.felt) this.#onFelt(id, now());
      fault.felt = true;
      met.push({ action: fault.action, kind: fault.kind, over: fault.over.signal });
    }
    return met;
  }
}

/** Whether it is a probe or health check of ours. */
export function isOwn({ headers }: RequestHead): boolean {
  return ownAgent.test(String(headers['user-agent'] ?? ''));
}
