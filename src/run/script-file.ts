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
  /** Puts the text into the folder of the run, the rows of feeders beside it, and gives the path of what k6 is to run. */
  write(folder: string): Promise<string>;
}

/** What k6 runs: the bundle of a scenario, or a plain script in its own place, of which the run keeps a copy. */
export async function scriptFileOf({ scenario, target }: Inputs, plan: Plan, projectRoot: string): Promise<ScriptFile> {
  const { file, script } = scenario;
  const redirected = target.edges.length > 0 && Object.keys(script?.hosts ?? {}).length > 0;
  const plainText = async () => (redirected ? withMoreHosts(file) : await readFile(file, 'utf8'));
  const text = script === null ? await bundleScript(plan, file, projectRoot) : await plainText();
  return {
    text,
    async write(folder) {
      const copy = join(folder, runFiles.script);
      await writeFile(copy, text);
      for (const { from, name } of dataFiles(plan)) {
        await writeFile(join(folder, name), JSON.stringify(scenario.rows.get(resolve(projectRoot, from))));
      }
      return script === null || redirected ? copy : file;
    },
  };
}
