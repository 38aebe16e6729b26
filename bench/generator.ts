import { join } from 'node:path';
import { systemTags } from '../src/bundle/k6-script.ts';
import { loadOf, underProofload, underStock, type Load, type Script } from './k6-side.ts';
import { pairs } from './pairs.ts';
import type { Figure } from './result.ts';
import { startServer } from './server.ts';
import { estimate } from './statistics.ts';
import { root, type BenchTools } from './tools.ts';

const seconds = 7;

/** One plain script, under Proofload and under k6 as it comes. */
export async function generator(tools: BenchTools, n: number): Promise<Figure[]> {
  using server = await startServer(tools.server);
  const script = (options: object): Script => ({
    file: join(root, 'bench/k6/get.ts'),
    env: { SERVER: server.url, OPTIONS: JSON.stringify({ vus: 20, duration: `${seconds}s`, ...options }) },
  });
  const thresholds = { http_req_duration: ['p(95)<500'], http_req_failed: ['rate<0.01'] };
  const found = await pairs(
    n,
    () => underProofload(tools.k6, server, script({ systemTags }), loadOf(server, seconds)),
    () => underStock(tools.stockK6, server, script({ thresholds }), loadOf(server, seconds)),
  );
  const ratio = (of: (load: Load) => number) => estimate(found.map(({ ours, theirs }) => of(ours) / of(theirs)));
  const cpu = ratio((load) => load.cpu);
  const rate = ratio((load) => load.rate);
  const of = (side: 'ours' | 'theirs', key: keyof Load) => estimate(found.map((pair) => pair[side][key]));
  return [
    {
      what: 'processor time a request, Proofload / stock',
      value: cpu,
      goal: 'at most 0.87, interval below 1',
      met: cpu.median <= 0.87 && cpu.high < 1,
    },
    { what: 'requests a second, Proofload / stock', value: rate, goal: 'at least 1.05', met: rate.median >= 1.05 },
    { what: 'processor time a request, Proofload', unit: 'µs', value: of('ours', 'cpu') },
    { what: 'processor time a request, stock', unit: 'µs', value: of('theirs', 'cpu') },
    { what: 'requests a second, Proofload', value: of('ours', 'rate') },
    { what: 'requests a second, stock', value: of('theirs', 'rate') },
  ];
}
