import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Affinity, Traffic, Upstream } from './message.ts';

/** One of the processes that a gateway leads to. */
export interface Member {
  readonly upstream: Upstream;
  /** Requests are given to it. */
  ready: boolean;
  requests: number;
  /** Requests that it gave no answer to. */
  unanswered: number;
}

/** Decides which replica a request goes to: those that are ready in turn, or the one that its affinity names. */
export class Balancer {
  readonly members: readonly Member[];
  readonly #affinity: Affinity | null;
  readonly #byConnection = new WeakMap<object, Member>();
  #next = 0;

  constructor(upstreams: readonly Upstream[], affinity: Affinity | null) {
    this.members = upstreams.map((upstream) => ({ upstream, ready: true, requests: 0, unanswered: 0 }));
    this.#affinity = affinity;
  }

  /** Undefined: none is ready. */
  pick(request: Pick<IncomingMessage, 'headers'> & { readonly socket: object }): Member | undefined {
    if (this.#affinity === 'connection') return this.#ofConnection(request.socket);
    const key = this.#affinity === null ? undefined : valueOf(request.headers, this.#affinity);
    return key === undefined ? this.#inTurn() : this.#ofKey(key);
  }

  traffic(): Traffic[] {
    return this.members.map(({ upstream, ready, requests, unanswered }) => ({
      replica: upstream.name,
      ready,
      requests,
      unanswered,
    }));
  }

  #inTurn(): Member | undefined {
    const { members } = this;
    for (let tried = 0; tried < members.length; tried++) {
      const member = members[this.#next++ % members.length];
      if (member?.ready === true) return member;
    }
    return undefined;
  }

  #ofConnection(socket: object): Member | undefined {
    const member = this.#byConnection.get(socket) ?? this.#inTurn();
    if (member !== undefined) this.#byConnection.set(socket, member);
    return member;
  }

  /**
   * The one that has the highest hash together with the key, so that only the keys of one that is lost go elsewhere: Thaler and
   * Ravishankar, A Name-Based Mapping Scheme for Rendezvous, 1996.
   */
  #ofKey(key: string): Member | undefined {
    let best: { readonly member: Member; readonly hash: number } | undefined;
    for (const member of this.members) {
      const hash = createHash('sha1').update(`${member.upstream.name} ${key}`).digest().readUInt32BE();
      if (member.ready && (best === undefined || hash > best.hash)) best = { member, hash };
    }
    return best?.member;
  }
}

function valueOf(headers: IncomingMessage['headers'], affinity: Exclude<Affinity, string>): string | undefined {
  if ('header' in affinity) return headers[affinity.header.toLowerCase()]?.toString();
  const cookies = headers.cookie?.split(';').map((pair) => pair.trim()) ?? [];
  return cookies.find((pair) => pair.startsWith(`${affinity.cookie}=`))?.slice(affinity.cookie.length + 1);
}
