import { findOnPath } from '../system/find-on-path.ts';
import { runCommand } from '../system/run-command.ts';
import type { Search } from './search.ts';

export interface GoToolchain {
  readonly path: string;
  readonly version: string;
  /** It is too old itself, and fetches the Go that it needs unless GOTOOLCHAIN forbids it. */
  readonly fetchesNewer: boolean;
}

/** What go.mod of all tools asks for. */
export const neededGo = '1.25';

/** Finds Go on PATH. Gives a sentence when there is none that will do. Nothing is downloaded. */
export async function findGo(env: Readonly<Record<string, string>>): Promise<GoToolchain | string> {
  const path = await findOnPath('go', env);
  if (path === undefined) return `no go on PATH; ${neededGo} or later is needed`;
  const printed = await runCommand({
    command: path,
    args: ['version'],
    env: { ...env, GOTOOLCHAIN: 'local' }, // otherwise a go.mod nearby could make it fetch another
    timeoutMs: 10_000,
  }).then(
    ({ code, stdout, stderr }) => (code === 0 ? stdout : stderr),
    (error: unknown) => String(error),
  );
  const match = /^go version .*?\bgo((\d+)\.(\d+)\S*)/.exec(printed);
  if (match === null) return `${path} does not tell its version: ${printed.trim().slice(0, 200)}`;
  const [, version = '', major, minor] = match;
  const release = Number(major) * 1000 + Number(minor);
  if (release < 1021) return `${path} is Go ${version}; ${neededGo} or later is needed`;
  const fetchesNewer = release < 1025;
  if (fetchesNewer && env['GOTOOLCHAIN'] === 'local') {
    return `${path} is Go ${version}, and GOTOOLCHAIN=local keeps it from fetching ${neededGo}, which is needed`;
  }
  return { path, version, fetchesNewer };
}

/** Go for the build of a tool; for a k6 with extensions git must be there too, since xk6 refuses to work without it. */
export async function findBuilder({ env, extensions }: Search): Promise<GoToolchain | string> {
  const go = await findGo(env);
  const lacksGit = extensions.length > 0 && (await findOnPath('git', env)) === undefined;
  return typeof go !== 'string' && lacksGit ? 'no git on PATH; xk6, which builds extensions into k6, needs it' : go;
}
