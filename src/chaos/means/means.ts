import type { FaultAction } from '../../model/fault-action.ts';
import type { Lack } from '../../model/lack.ts';

/** How a fault will be proven, what it uses, and why it cannot work here: told by `plan`, settled before anything starts. */
export interface Means {
  /** By what it is seen to act, to follow "proven by": `a canary through api->db`. */
  readonly proof: string;
  /** What it uses besides the target, in words: `root`, `stress-ng`. */
  readonly needs: readonly string[];
  /** Null: it can be put on. */
  readonly lack: Lack | null;
}

/** Where a fault is to work; nothing of it runs yet. */
export interface Site {
  readonly edges: readonly { readonly name: string; readonly to: string }[];
  readonly services: Readonly<
    Record<string, { readonly kind: string; readonly url?: string; readonly replicas?: number }>
  >;
  /** Services that run in containers. */
  readonly contained: ReadonlySet<string>;
  /** Environment of the harness. */
  readonly env: Readonly<Record<string, string>>;
}

/** Of one kind of fault. May ask the machine, and changes nothing. */
export type MeansOf<A extends FaultAction = FaultAction> = (
  on: string,
  action: A,
  site: Site,
) => Means | Promise<Means>;
