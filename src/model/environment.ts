/** What a service of the target ran as. */
export interface RanService {
  readonly name: string;
  /** As in the target file; `external` ran already. */
  readonly kind: string;
  readonly replicas: number;
  /** In a container, or a process of the machine. */
  readonly container: boolean;
}

export interface AdoptedEdge {
  readonly edge: string;
  /** Its name at the Toxiproxy. */
  readonly proxy: string;
  /** API of the Toxiproxy. */
  readonly toxiproxy: string;
}

/** Where and with what a run was measured. */
export interface Environment {
  readonly platform: string;
  readonly arch: string;
  readonly cpus: number;
  /** Model of the processor; null = a record of before. */
  readonly cpu: string | null;
  readonly memoryBytes: number;
  /** Of `proofload`, `k6`, `toxiproxy` and `node`, and of the Toxiproxy that edges were adopted from. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of the target, in their order. */
  readonly services: readonly RanService[];
  /** Edges that were proxies of a Toxiproxy which ran already. */
  readonly adopted: readonly AdoptedEdge[];
  /** Go modules built into k6, each with its version or folder. */
  readonly k6Extensions: readonly string[];
  readonly scenarioFile: string;
  readonly faultPlanFile: string | null;
  /** Of all random choices of the load. */
  readonly seed: number;
  readonly requestTimeoutMs: number;
  /** How long a fault is given to be recovered from. */
  readonly recoveryMs: number;
}
