import { placed, type Placed } from './place.ts';
import type { Duration } from './time.ts';

/** Scenario, faults and limits by file, relative to the config file. */
export interface ExperimentDefinition {
  readonly scenario: `${string}.ts`;
  /** One of the scenario's profiles. @default its first */
  readonly profile?: string;
  /** @default no faults */
  readonly chaos?: `${string}.ts`;
  readonly slo: `${string}.yaml` | `${string}.yml` | `${string}.ts`;
}

/**
 * A k6 extension: a module that Go can fetch, or a Go module in a folder, relative to the config file. Scenarios import
 * what it registers, such as `k6/x/faker`.
 */
export type K6ExtensionDefinition =
  { readonly module: string; readonly version: `v${string}` } | { readonly path: string };

type Share = `${number}%`;

/** What the measurement itself has to keep to; beyond it a run is invalid. docs/how-it-works.md tells why. */
export interface ValidityDefinition {
  /** Of the users that were meant, so many must have been there, in the mean. @default 95% */
  readonly presentUsers?: Share;
  /** Of the passes that were due in an open profile, so many must have begun. @default 99% */
  readonly begunPasses?: Share;
  /** How late one pass in twenty of an open profile may begin, away from faults. @default 1s */
  readonly passLateness?: Duration;
  /** How late one sleep in ten of k6's users may wake up. @default 20ms */
  readonly sleepLateness?: Duration;
  /** Of the seconds, those in which k6 uses nine tenths of its processors. @default 10% */
  readonly busyGenerator?: Share;
  /** Memory of k6, of what it could have. @default 80% */
  readonly generatorMemory?: Share;
  /** How late the harness may be, ever. @default 2s */
  readonly harnessLateness?: Duration;
  /** How late the harness may be around the edges of faults. @default 500ms */
  readonly edgeLateness?: Duration;
  /** Of the machine's time, what its hypervisor takes away. @default 20% */
  readonly steal?: Share;
  /** By how much somebody may set the clock. @default 50ms */
  readonly clockStep?: Duration;
  /** k6's recorder speaks once a second. @default 5s */
  readonly streamSilence?: Duration;
  /** Longest stretch without a sample of k6. @default 3s */
  readonly unseen?: Duration;
  /** Longest stretch that the harness did not watch, or in which k6 told it nothing of itself. @default 5s */
  readonly unsampled?: Duration;
}

export interface ConfigDefinition<X extends string> {
  readonly experiments: Readonly<Record<X, ExperimentDefinition>>;
  /** Named lists of experiments that together answer one question: may this be merged, may this be released. */
  readonly gates?: Readonly<Record<string, readonly NoInfer<X>[]>>;
  /** The k6 that makes the load. With extensions it is built once, which needs Go and git. @default none */
  readonly k6?: { readonly extensions: readonly K6ExtensionDefinition[] };
  /** When a run is invalid. @default limits that a healthy run is far from, also on a shared machine of two processors */
  readonly validity?: ValidityDefinition;
}

export interface Config extends ConfigDefinition<string>, Placed {
  readonly proofload: 'config';
}

/** `proofload.config.ts`: what can be run here by name. */
export function defineConfig<const X extends string>(definition: ConfigDefinition<X>): Config {
  return { proofload: 'config', ...definition, ...placed() };
}
