import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleScript } from '../src/bundle/k6-script.ts';
import { readInputs } from '../src/inputs/read-inputs.ts';
import { defaultValidityLimits } from '../src/model/validity-limits.ts';
import { makePlan } from '../src/plan/make-plan.ts';
import { loadOf, underProofload, underStock } from './k6-side.ts';
import { pairs } from './pairs.ts';
import type { Figure } from './result.ts';
import { startServer } from './server.ts';
import { estimate } from './statistics.ts';
import { root, type BenchTools } from './tools.ts';

/** As the scenario says. */
const [users, seconds] = [60, 8];

/** One journey of steps, checks and thinks, typed, and as a plain script under k6 as it comes. */
export async function journey(tools: BenchTools, n: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  try {
    using server = await startServer(tools.server);
    const typed = join(folder, 'journey.js');
    writeFileSync(typed, await bundled(join(root, 'bench/k6/journey.ts')));
    const thresholds = {
      http_req_failed: ['rate<0.01'],
      'http_req_duration{step:home}': ['p(95)<500'],
      'http_req_duration{step:item}': ['p(95)<500'],
      'http_req_duration{step:order}': ['p(95)<500'],
    };
    const plain = JSON.stringify({ vus: users, duration: `${seconds}s`, thresholds });
    const script = { file: join(root, 'bench/k6/journey-plain.ts'), env: { SERVER: server.url, OPTIONS: plain } };
    const found = await pairs(
      n,
      () => underProofload(tools.k6, server, { file: typed, env: {} }, loadOf(server, seconds)),
      () => underStock(tools.stockK6, server, script, loadOf(server, seconds)),
    );
    const ratio = estimate(found.map(({ ours, theirs }) => ours.cpu / theirs.cpu));
    const of = (side: 'ours' | 'theirs') => estimate(found.map((pair) => pair[side].cpu));
    return [
      {
        what: 'processor time a request, typed journey / plain script under stock k6',
        value: ratio,
        goal: 'upper end of the interval at most 1.05',
        met: ratio.high <= 1.05,
      },
      { what: 'processor time a request, typed journey', unit: 'µs', value: of('ours') },
      { what: 'processor time a request, plain script', unit: 'µs', value: of('theirs') },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundled(scenario: string): Promise<string> {
  const request = {
    experiment: 'bench',
    projectRoot: root,
    k6Extensions: [],
    validity: defaultValidityLimits,
    scenario,
    profile: null,
    chaos: null,
    slo: null,
    targetUrl: null,
    targetOptions: {},
    allowRemote: false,
    build: null,
    overrides: {},
  };
  const plan = makePlan(await readInputs(request), request);
  return bundleScript(plan, scenario, root);
}
