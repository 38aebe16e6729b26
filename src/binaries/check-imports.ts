import { ProofloadError } from '../diagnostic/error.ts';
import { didYouMean, nearest } from '../diagnostic/nearest.ts';
import { runCommand } from '../system/run-command.ts';
import type { Tool } from './tool.ts';

/**
 * Makes sure that k6 holds every extension that a bundled script imports (`k6/x/…`), before anything is started.
 *
 * @throws {ProofloadError} `extension-missing` (exit 2)
 */
export async function checkImports(script: string, k6: Tool, env: Readonly<Record<string, string>>): Promise<void> {
  const named = [...script.matchAll(/^import [^;]*?"(k6\/x\/[^"]+)";$/gm)].map(([, name = '']) => name);
  // Ours are there, or it would not have been taken for our k6.
  const imported = named.filter((name) => !name.startsWith('k6/x/proofload/'));
  if (imported.length === 0) return;
  const { stdout } = await runCommand({ command: k6.path, args: ['version'], env, timeoutMs: 10_000 });
  const held = [...stdout.matchAll(/, (k6\/x\/\S+) \[js\]$/gm)].map(([, name = '']) => name);
  const missing = [...new Set(imported)].filter((name) => !held.includes(name));
  if (missing.length === 0) return;
  throw new ProofloadError('extension-missing', `${k6.path} holds no extension ${missing.join(', ')}`, {
    hint:
      nearest(missing[0] ?? '', held) === undefined
        ? 'name the module that registers it in k6.extensions of proofload.config.ts'
        : didYouMean(missing[0] ?? '', held),
  });
}
