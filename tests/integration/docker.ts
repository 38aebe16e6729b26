import { execFileSync } from 'node:child_process';
import { findEngine } from '../../src/system/docker/engine.ts';

const engine = await findEngine(process.env as Record<string, string>);

/** Why there are no containers here; undefined: there are. */
export const noDocker = 'why' in engine ? engine.why : undefined;

/** To stand behind the name of what is skipped without them. */
export const orWhyNot = noDocker === undefined ? '' : ` (skipped: ${noDocker})`;

/** Docker's own client, which shares no code with the harness. */
export function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8' }).trim();
}

/** What of a run the engine has. */
export function inEngine(runId: string): { readonly containers: string[]; readonly networks: string[] } {
  const of = (...what: readonly string[]) =>
    docker(...what, '--filter', `label=proofload.run=${runId}`, '--format', '{{.ID}}')
      .split('\n')
      .filter(Boolean);
  return { containers: of('ps', '-a'), networks: of('network', 'ls') };
}
