import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataFiles } from '../bundle/data-files.ts';
import { bundleScript } from '../bundle/k6-script.ts';
import { withMoreHosts } from '../bundle/plain-script.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import type { Plan } from '../model/plan.ts';
import { runFiles } from '../record/run-folder.ts';

export interface ScriptFile {
  readonly text: string;
  /** Leaves a copy in the folder of the run, without the rows of feeders: they may be accounts. */
  keep(folder: string): Promise<void>;
  /** Puts what k6 is to run into a folder that goes with the run, with the rows of feeders, and gives its path. */
  place(folder: string): Promise<string>;
}

/** What k6 runs: the bundle of a scenario, or a plain script in its own place, of which the run keeps a copy. */
export async function scriptFileOf({ scenario, target }: Inputs, plan: Plan, projectRoot: string): Promise<ScriptFile> {
  const { file, script } = scenario;
  const redirected = target.edges.length > 0 && Object.keys(script?.hosts ?? {}).length > 0;
  const plainText = async () => (redirected ? withMoreHosts(file) : await readFile(file, 'utf8'));
  const text = script === null ? await bundleScript(plan, file, projectRoot) : await plainText();
  return {
    text,
    keep: (folder) => writeFile(join(folder, runFiles.script), text),
    async place(folder) {
      if (script !== null && !redirected) return file;
      const placed = join(folder, runFiles.script);
      await writeFile(placed, text);
      for (const { from, name } of dataFiles(plan)) {
        await writeFile(join(folder, name), JSON.stringify(scenario.rows.get(resolve(projectRoot, from))));
      }
      return placed;
    },
  };
}
