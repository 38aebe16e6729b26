import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ProofloadError } from '../diagnostic/error.ts';
import { didYouMean, nearest } from '../diagnostic/nearest.ts';
import type { K6Extension } from '../model/k6-extension.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';
import { checkK6Extensions, k6Shape } from './check-k6.ts';
import { checkShape } from './check-shape.ts';
import { validityLimits, validityShape } from './check-validity.ts';
import { nearestFile } from './missing-file.ts';
import { placeOfStack } from './place-of-stack.ts';
import { Problems } from './problems.ts';
import { readModule } from './read-module.ts';

const config = z.strictObject({
  proofload: z.literal('config', 'expected what defineConfig() gives'),
  definedAt: z.string(),
  experiments: z.record(
    z.string(),
    z.strictObject({
      scenario: z.string(),
      profile: z.string().optional(),
      chaos: z.string().optional(),
      slo: z.string(),
    }),
  ),
  gates: z.record(z.string(), z.array(z.string()).min(1, 'a gate has at least one experiment')).default({}),
  k6: k6Shape.optional(),
  validity: validityShape.optional(),
});

/** Paths are absolute. */
export interface Experiment {
  readonly name: string;
  readonly scenario: string;
  /** Null = the scenario's first. */
  readonly profile: string | null;
  readonly chaos: string | null;
  readonly slo: string | null;
}

export interface Project {
  /** Folder of `proofload.config.ts`, or the working folder where there is none. */
  readonly root: string;
  readonly configFile: string | null;
  readonly experiments: readonly Experiment[];
  readonly gates: Readonly<Record<string, readonly string[]>>;
  readonly k6Extensions: readonly K6Extension[];
  readonly validity: ValidityLimits;
}

export const configName = 'proofload.config.ts';

/** Reads the nearest `proofload.config.ts`, from `folder` upwards. */
export async function readProject(folder: string): Promise<Project> {
  const root = upwards(folder);
  if (root === undefined) {
    return {
      root: folder,
      configFile: null,
      experiments: [],
      gates: {},
      k6Extensions: [],
      validity: validityLimits(),
    };
  }
  const file = join(root, configName);
  const problems = new Problems();
  const module = await readModule(file, root);
  if ('problems' in module) problems.addAll(module.problems);
  problems.throwIfAny();
  const value = 'value' in module ? module.value : undefined;
  const stack = (value as { definedAt?: unknown } | undefined)?.definedAt;
  const place = (typeof stack === 'string' ? placeOfStack(stack) : undefined) ?? { file };
  const shape = checkShape(config, value, 'config', () => place, problems);
  const experiments = Object.entries(shape?.experiments ?? {}).map(([name, definition]) => ({
    name,
    scenario: resolve(root, definition.scenario),
    profile: definition.profile ?? null,
    chaos: definition.chaos === undefined ? null : resolve(root, definition.chaos),
    slo: resolve(root, definition.slo),
  }));
  for (const [gate, names] of Object.entries(shape?.gates ?? {})) {
    for (const name of names) {
      const known = experiments.map((experiment) => experiment.name);
      if (!known.includes(name))
        problems.add(`gate "${gate}": there is no experiment "${name}"`, place, didYouMean(name, known));
    }
  }
  const k6Extensions = checkK6Extensions(shape?.k6?.extensions ?? [], root, place, problems);
  problems.throwIfAny();
  const validity = validityLimits(shape?.validity);
  return { root, configFile: file, experiments, gates: shape?.gates ?? {}, k6Extensions, validity };
}

function upwards(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, configName))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * An experiment by its name in the config, or a scenario by its path.
 *
 * @param what a name or a path relative to `cwd`
 * @throws ProofloadError `unknown-experiment`
 */
export function findExperiment(project: Project, what: string, cwd: string): Experiment {
  const named = project.experiments.find(({ name }) => name === what);
  if (named !== undefined) return named;
  const path = resolve(cwd, what);
  const isSource = /\.[cm]?[jt]s$/.test(what);
  if (isSource && existsSync(path)) {
    return {
      name: basename(what).replace(/\.[cm]?[jt]s$/, ''),
      scenario: path,
      profile: null,
      chaos: null,
      slo: null,
    };
  }
  const names = project.experiments.map(({ name }) => name);
  throw new ProofloadError(
    'unknown-experiment',
    isSource ? `there is no file ${what}` : `"${what}" is neither an experiment of the config nor a scenario file`,
    { hint: hintFor(what, names, path) },
  );
}

function hintFor(what: string, names: readonly string[], path: string): string {
  const file = nearest(what, names) === undefined ? nearestFile(path) : undefined;
  if (file !== undefined) return file;
  return names.length === 0
    ? `give the path of a scenario, or name experiments in ${configName}`
    : didYouMean(what, names);
}
