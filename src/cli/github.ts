import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliHost } from './host.ts';

/**
 * In GitHub Actions: a summary on the page of the workflow, and what failed as annotations. Once a command, since a page
 * takes 1 MiB of a step and drops all of it when there is more.
 */
export async function tellGithub({ env, err }: CliHost, annotations: readonly string[], folder: string): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of annotations) err(`${line}\n`);
  const page = env['GITHUB_STEP_SUMMARY'];
  if (page === undefined || page === '') return;
  try {
    await appendFile(page, await readFile(join(folder, 'summary.md')));
  } catch (error) {
    err(`the summary could not be added to ${page}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
