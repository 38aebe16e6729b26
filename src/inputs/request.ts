import type { K6Extension } from '../model/k6-extension.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';

/** What `node` and `postgres` services run as. */
export type Runtime = 'processes' | 'containers';

/** What the command line asks for: one experiment, with what is changed about it. Paths are absolute. */
export interface Request {
  /** How the experiment is called in reports and folder names. */
  readonly experiment: string;
  readonly projectRoot: string;
  readonly scenario: string;
  /** Name of a profile of the scenario, or of a general one; null = the scenario's first. */
  readonly profile: string | null;
  readonly chaos: string | null;
  readonly slo: string | null;
  /** Of the project's k6. */
  readonly k6Extensions: readonly K6Extension[];
  readonly validity: ValidityLimits;
  /** Loads this URL instead of the scenario's target. */
  readonly targetUrl: string | null;
  /** API of a Toxiproxy that runs already, instead of that of the target file. */
  readonly toxiproxy?: string | undefined;
  readonly targetOptions: Readonly<Record<string, string>>;
  readonly runtime: Runtime;
  readonly allowRemote: boolean;
  /** Commit or digest of what is tested; null = ask git about the target's folder. */
  readonly build: string | null;
  readonly overrides: WrittenOverrides;
}

/** Flags that change load and scenario, as they were written: they are checked together with the files. */
export interface WrittenOverrides {
  readonly users?: string;
  readonly spawnRate?: string;
  readonly rate?: string;
  readonly runTime?: string;
  readonly seed?: string;
  readonly timeScale?: string;
  readonly faultSeed?: string;
  /** `name=value` each. */
  readonly faultParam?: readonly string[];
  /** `name=value` each. */
  readonly env?: readonly string[];
  readonly tag?: readonly string[];
  /** `path=value` each. */
  readonly set?: readonly string[];
}
