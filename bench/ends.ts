import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './result.ts';
import { startServer, type Server } from './server.ts';
import { estimate } from './statistics.ts';
import { root, type BenchTools } from './tools.ts';

/** What a user waits for before and after the load, with the built program and all tools there. */
export async function ends(tools: BenchTools, n: number): Promise<Figure[]> {
  using server = await startServer(tools.server);
  const reports = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  const found: { start: number; end: number }[] = [];
  try {
    for (let i = 0; i < n; i++) found.push(await oneRun(server, tools, reports));
  } finally {
    rmSync(reports, { recursive: true });
  }
  const start = estimate(found.map((one) => one.start));
  const end = estimate(found.map((one) => one.end));
  return [
    {
      what: 'from "proofload run" to the first request',
      unit: 's',
      value: start,
      goal: 'at most 1.5',
      met: start.median <= 1.5,
    },
    { what: 'from the last request to the exit', unit: 's', value: end, goal: 'at most 1.5', met: end.median <= 1.5 },
  ];
}

async function oneRun(
  server: Server,
  { k6, toxiproxy }: BenchTools,
  reports: string,
): Promise<{ start: number; end: number }> {
  await server.forget();
  const slo = join(root, 'bench/k6/slo.yaml');
  const args = ['run', join(root, 'bench/k6/short.ts'), '--slo', slo, '--target', server.url, '--reports', reports];
  const begun = Date.now();
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, PROOFLOAD_K6: k6, PROOFLOAD_TOXIPROXY: toxiproxy },
  });
  const [code] = (await once(child, 'exit')) as [number];
  const ended = Date.now();
  if (code !== 0) throw new Error(`proofload ended with ${code}`);
  const { firstMs, lastMs } = await server.seen();
  return { start: (firstMs - begun) / 1000, end: (ended - lastMs) / 1000 };
}
