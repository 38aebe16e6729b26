import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemTags } from '../src/bundle/k6-script.ts';
import { sleep } from '../src/system/clock.ts';
import { underProofload } from './k6-side.ts';
import { measuredChild } from './measured-child.ts';
import { residentBytes } from './process-stat.ts';
import type { Figure } from './result.ts';
import { startServer, type Server } from './server.ts';
import { streamOf } from './stream.ts';
import { root, type BenchTools } from './tools.ts';

const mega = 1e6;

/** k6 over two million requests, and the harness over an hour of its cells. */
export async function memory(tools: BenchTools): Promise<Figure[]> {
  const [early, late] = await ofK6(tools);
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  try {
    const hour = streamOf({ series: 120, seconds: 3600, buckets: 160 });
    const { peakBytes } = await measuredChild('intake', [folder], { input: hour });
    return [
      { what: 'k6 after 200,000 requests', unit: 'MB', value: early / mega },
      {
        what: 'k6 after 2,000,000 requests',
        unit: 'MB',
        value: late / mega,
        goal: 'within 10 % of that',
        met: late <= 1.1 * early,
      },
      {
        what: 'harness, at most, over an hour of 120 series with 160 buckets a second each',
        unit: 'MB',
        value: peakBytes / mega,
        goal: 'below 250',
        met: peakBytes < 250 * mega,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ofK6(tools: BenchTools): Promise<[number, number]> {
  using server = await startServer(tools.server);
  const options = JSON.stringify({ vus: 20, iterations: 2_010_000, duration: '9m', systemTags });
  const script = { file: join(root, 'bench/k6/get.ts'), env: { SERVER: server.url, OPTIONS: options } };
  return await underProofload(tools.k6, server, script, async (pid) => {
    await reached(server, 200_000);
    const early = residentBytes(pid);
    await reached(server, 2_000_000);
    return [early, residentBytes(pid)];
  });
}

async function reached(server: Server, requests: number): Promise<void> {
  while ((await server.seen()).count < requests) await sleep(50);
}
