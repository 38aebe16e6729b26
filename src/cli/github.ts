import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorAnnotations, renderNoVerdict } from '../report/no-verdict.ts';
import type { CliHost } from './host.ts';

const isInActions = ({ env }: CliHost): boolean => env['GITHUB_ACTIONS'] === 'true';

/**
 * In GitHub Actions: a summary on the page of the workflow, and what failed as annotations. Once a command, since a page
 * takes 1 MiB of a step and drops all of it when there is more.
 */
export async function tellGithub(host: CliHost, annotations: readonly string[], folder: string): Promise<void> {
  if (isInActions(host)) await tell(host, annotations, () => readFile(join(folder, 'summary.md'), 'utf8'));
}

/** The same of an error that kept a command from a verdict. */
export async function tellGithubOfError(host: CliHost, error: unknown): Promise<void> {
  if (!isInActions(host)) return;
  const annotations = errorAnnotations(error, host.env['GITHUB_WORKSPACE'] ?? host.cwd, host);
  await tell(host, annotations, () => renderNoVerdict(error, host));
}

async function tell(
  { env, err }: CliHost,
  annotations: readonly string[],
  summary: () => string | Promise<string>,
): Promise<void> {
  for (const line of annotations) err(`${line}\n`);
  const page = env['GITHUB_STEP_SUMMARY'];
  if (page === undefined || page === '') return;
  try {
    await appendFile(page, await summary());
  } catch (error) {
    err(`the summary could not be added to ${page}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
