import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { faultIds } from './check-fault-plan.ts';
import { readModule } from './read-module.ts';

/**
 * Fault ids of all plans of the project: an SLO file serves many experiments, so it may name faults that are
 * not part of this run (those objectives are not evaluated) but none that does not exist.
 *
 * @param chaos fault plan of the run, whose folder holds the others; null = `chaos/` of the project
 */
export async function faultIdsOf(projectRoot: string, chaos: string | null): Promise<string[]> {
  const folder = chaos === null ? join(projectRoot, 'chaos') : dirname(chaos);
  const names = await readdir(folder).catch(() => []);
  const plans = names.filter((name) => name.endsWith('.ts') && join(folder, name) !== chaos);
  const read = await Promise.all(plans.map((name) => readModule(join(folder, name), projectRoot)));
  return read.flatMap((module) => ('value' in module ? faultIds(module.value) : []));
}

const usual = ['smoke', 'baseline', 'stress', 'spike', 'endurance', 'normal', 'peak', 'steady', 'daily', 'flash-sale'];

/** The field's names for profiles, and those of the scenarios of the project and beside this one. */
export async function profileNames(projectRoot: string, scenario: string): Promise<string[]> {
  const folders = [
    await readdir(dirname(scenario)).catch(() => []),
    await readdir(join(projectRoot, 'scenarios'), { recursive: true }).catch(() => []),
  ];
  const scenarios = folders.flat().filter((name) => name.endsWith('.ts'));
  return [...new Set([...usual, ...scenarios.map((name) => basename(name, '.ts'))])];
}
