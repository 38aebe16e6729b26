import { placed, type Placed } from './place.ts';

/** Scenario, faults and limits by file, relative to the config file. */
export interface ExperimentDefinition {
  readonly scenario: `${string}.ts`;
  /** One of the scenario's profiles. @default its first */
  readonly profile?: string;
  /** @default no faults */
  readonly chaos?: `${string}.ts`;
  readonly slo: `${string}.yaml` | `${string}.yml`;
}

/**
 * A k6 extension: a module that Go can fetch, or a Go module in a folder, relative to the config file. Scenarios import
 * what it registers, such as `k6/x/faker`.
 */
export type K6ExtensionDefinition =
  { readonly module: string; readonly version: `v${string}` } | { readonly path: string };

export interface ConfigDefinition<X extends string> {
  readonly experiments: Readonly<Record<X, ExperimentDefinition>>;
  /** Named lists of experiments that together answer one question: may this be merged, may this be released. */
  readonly gates?: Readonly<Record<string, readonly NoInfer<X>[]>>;
  /** The k6 that makes the load. With extensions it is built once, which needs Go and git. @default none */
  readonly k6?: { readonly extensions: readonly K6ExtensionDefinition[] };
}

export interface Config extends ConfigDefinition<string>, Placed {
  readonly proofload: 'config';
}

/** `proofload.config.ts`: what can be run here by name. */
export function defineConfig<const X extends string>(definition: ConfigDefinition<X>): Config {
  return { proofload: 'config', ...definition, ...placed() };
}
