/** Which way of a proxied connection a toxic acts on: towards the service, or back from it. */
export type Stream = 'upstream' | 'downstream';

/**
 * What Toxiproxy can do to one way of a connection, as far as we use it.
 *
 * The server accepts any attributes (a typo gives zeros, some values crash it), so only these shapes are ever sent.
 */
export type Toxic =
  | {
      readonly type: 'latency';
      readonly stream: Stream;
      readonly attributes: { readonly latency: number; readonly jitter: number };
    }
  | { readonly type: 'timeout'; readonly stream: Stream; readonly attributes: { readonly timeout: number } };

/** A toxic under a name, which is unique per proxy across both ways. */
export type NamedToxic = Toxic & { readonly name: string };
