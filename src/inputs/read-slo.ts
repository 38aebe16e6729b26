import { readFile } from 'node:fs/promises';
import { isReserved } from '../model/metric.ts';
import type { Slo } from '../model/slo.ts';
import { checkSlo, type SloPlaces } from './check-slo.ts';
import type { SloContext } from './check-objective.ts';
import { valueAt } from './check-shape.ts';
import { nearestFile, whyUnreadable } from './missing-file.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { Problems } from './problems.ts';
import { readModule } from './read-module.ts';
import { parseSlo } from './slo-yaml.ts';

/** Names that an SLO file may use; what only the whole project has is not looked for before the file names it. */
export interface SloNames extends Omit<SloContext, 'profiles' | 'metrics' | 'signals' | 'ledgers'> {
  readonly profiles: (wanted: readonly string[]) => Promise<readonly string[]>;
  readonly metrics: (wanted: readonly string[]) => Promise<SloContext['metrics']>;
  readonly signals: (wanted: readonly string[]) => Promise<SloContext['signals']>;
  readonly ledgers: (wanted: readonly string[]) => Promise<SloContext['ledgers']>;
}

/** An SLO file to read: YAML, or TypeScript with `defineSlo`. */
export interface SloFile {
  /** Absolute. */
  readonly path: string;
  /** How it is called in the result, which is stored with runs: relative to the project. */
  readonly shownAs: string;
  readonly projectRoot: string;
}

export interface ReadSlo {
  readonly slo: Slo;
  /** Absolute paths of all files that it is made of. */
  readonly files: readonly string[];
}

/** Reads and checks an SLO file; every mistake becomes a problem with its place. */
export async function readSlo(file: SloFile, names: SloNames, problems: Problems): Promise<ReadSlo | undefined> {
  const source = /\.[cm]?[jt]s$/.test(file.path) ? await readScript(file, problems) : await readYaml(file, problems);
  if (source === undefined) return undefined;
  const { value, placeOf, files } = source;
  const wanted = namesIn(value, 'metric').filter((name) => !isReserved(name));
  const metrics = await names.metrics(wanted);
  const context = {
    ...names,
    profiles: await names.profiles(namesIn(value, 'profiles')),
    metrics,
    signals: await names.signals(wanted.filter((name) => !Object.hasOwn(metrics, name))),
    ledgers: await names.ledgers(namesIn(value, 'where', 'ledger')),
  };
  const objectives = checkSlo(value, placeOf, context, problems);
  if (objectives === undefined) return undefined;
  const shown = objectives.map((one) => ({ ...one, place: { ...one.place, file: file.shownAs } }));
  return { slo: { version: 1, file: file.shownAs, objectives: shown }, files };
}

interface Source {
  readonly value: unknown;
  readonly placeOf: SloPlaces;
  readonly files: readonly string[];
}

async function readYaml({ path }: SloFile, problems: Problems): Promise<Source | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    problems.add(`SLO file cannot be read: ${whyUnreadable(path, error)}`, { file: path }, nearestFile(path));
    return undefined;
  });
  const parsed = text === undefined ? undefined : parseSlo(text, path, problems);
  return parsed && { ...parsed, files: [path] };
}

/** All of a definition is placed where it was defined: its values have no lines of their own. */
async function readScript({ path, projectRoot }: SloFile, problems: Problems): Promise<Source | undefined> {
  const module = await readModule(path, projectRoot);
  if ('problems' in module) {
    problems.addAll(module.problems);
    return undefined;
  }
  const { proofload, definedAt, ...value } = (module.value ?? {}) as Readonly<Record<string, unknown>>;
  if (proofload !== 'slo') {
    const hint = 'export default defineSlo({ objectives: [ … ] })';
    problems.add('this is no SLO file: its default export is not what defineSlo() gives', { file: path }, hint);
    return undefined;
  }
  const place = placeOfStack(String(definedAt)) ?? { file: path };
  return { value, placeOf: () => place, files: module.files };
}

/** What objectives name in a field, before anything about the file is known to be right. */
function namesIn(value: unknown, ...path: readonly string[]): string[] {
  const objectives = (value as { objectives?: unknown } | null)?.objectives;
  return (Array.isArray(objectives) ? objectives : []).flatMap((objective: unknown) => {
    const { of, per } = (objective ?? {}) as Readonly<Record<string, unknown>>;
    const named = [objective, of, per].flatMap((one) => valueAt(one, path) ?? []);
    return named.filter((name) => typeof name === 'string');
  });
}
