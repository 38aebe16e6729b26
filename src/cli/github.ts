import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verdict } from '../model/verdict.ts';
import { renderAnnotations } from '../report/github.ts';
import type { CliHost } from './host.ts';

/** In GitHub Actions: the summary on the page of the workflow, and its failures as annotations. */
export async function tellGithub(host: CliHost, verdict: Verdict, folder: string): Promise<void> {
  const { env, err } = host;
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of renderAnnotations(verdict)) err(`${line}\n`);
  const page = env['GITHUB_STEP_SUMMARY'];
  if (page === undefined || page === '') return;
  try {
    await appendFile(page, await readFile(join(folder, 'summary.md')));
  } catch (error) {
    err(`the summary could not be added to ${page}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
