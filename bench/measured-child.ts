import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './tools.ts';

/** What a child of `bench/children` tells of itself at its end. */
export interface Told {
  readonly peakBytes: number;
  readonly cpuMs: number;
  readonly ms: number;
}

/** Runs a child on the built harness, as users have it, fed with `input`; all of its threads on one core if `onOneCore`. */
export async function measuredChild(
  name: string,
  args: readonly string[],
  { input = [], onOneCore = false }: { readonly input?: Iterable<string>; readonly onOneCore?: boolean } = {},
): Promise<Told> {
  const core = onOneCore ? ['taskset', '-c', '0'] : [];
  const [program = '', ...rest] = [...core, process.execPath, join(root, 'bench/children', `${name}.mjs`), ...args];
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const told: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => told.push(bytes));
  for (const piece of input) if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(Buffer.concat(told).toString()) as Told;
}
