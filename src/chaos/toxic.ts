/** Which way of a proxied connection a toxic acts on: towards the service, or back from it. */
export type Stream = 'upstream' | 'downstream';

/** Attributes of each type of toxic, in Toxiproxy's units: ms unless said otherwise. */
interface Attributes {
  readonly latency: { readonly latency: number; readonly jitter: number };
  /** `rate` in 1000 B/s, of each connection; 0 would be a stall, less ends the server. */
  readonly bandwidth: { readonly rate: number };
  /** 0 = it never closes. */
  readonly timeout: { readonly timeout: number };
  /** From the first data to the RST; it cannot be taken off meanwhile. */
  readonly reset_peer: { readonly timeout: number };
  readonly slow_close: { readonly delay: number };
  /** Sizes in B, `delay` in µs. Zeros, or a variation as large as the size, end the server. */
  readonly slicer: { readonly average_size: number; readonly size_variation: number; readonly delay: number };
  readonly limit_data: { readonly bytes: number };
}

/**
 * What Toxiproxy can do to one way of a connection.
 *
 * The server accepts any attributes (a typo gives zeros, some values crash it), so only these shapes are ever sent.
 */
export type Toxic = {
  [T in keyof Attributes]: { readonly type: T; readonly stream: Stream; readonly attributes: Attributes[T] };
}[keyof Attributes];

/** A toxic under a name, which is unique per proxy across both ways. */
export type NamedToxic = Toxic & { readonly name: string };
