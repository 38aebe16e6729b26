import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleScript } from '../src/bundle/k6-script.ts';
import { readInputs } from '../src/inputs/read-inputs.ts';
import { defaultValidityLimits } from '../src/model/validity-limits.ts';
import { makePlan } from '../src/plan/make-plan.ts';
import { loadOf, underProofload, underStock, type Load } from './k6-side.ts';
import { pairs, type Pair } from './pairs.ts';
import type { Figure } from './result.ts';
import { startServer } from './server.ts';
import { estimate } from './statistics.ts';
import { root, type BenchTools } from './tools.ts';

/** As the scenario says. */
const [users, seconds] = [60, 8];

/** What a plain script tells its steps apart by, and how its thresholds name them. */
const plain = {
  tags: { script: 'bench/k6/journey-plain.ts', timed: (step: string) => `http_req_duration{step:${step}}` },
  groups: { script: 'bench/k6/journey-group.ts', timed: (step: string) => `group_duration{group:::${step}}` },
};

/** One journey of steps, checks and thinks, typed, and as plain scripts under k6 as it comes. */
export async function journey(tools: BenchTools, n: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  try {
    using server = await startServer(tools.server);
    const typed = join(folder, 'journey.js');
    writeFileSync(typed, await bundled(join(root, 'bench/k6/journey.ts')));
    const against = ({ script, timed }: (typeof plain)[keyof typeof plain]) => {
      const limits = ['home', 'item', 'order'].map((step): [string, string[]] => [timed(step), ['p(95)<500']]);
      const thresholds = { http_req_failed: ['rate<0.01'], ...Object.fromEntries(limits) };
      const options = JSON.stringify({ vus: users, duration: `${seconds}s`, thresholds });
      const theirs = { file: join(root, script), env: { SERVER: server.url, OPTIONS: options } };
      return pairs(
        n,
        () => underProofload(tools.k6, server, { file: typed, env: {} }, loadOf(server, seconds)),
        () => underStock(tools.stockK6, server, theirs, loadOf(server, seconds)),
      );
    };
    const tags = await against(plain.tags);
    const groups = await against(plain.groups);
    const ratio = (found: readonly Pair<Load>[]) => estimate(found.map(({ ours, theirs }) => ours.cpu / theirs.cpu));
    const [toTags, toGroups] = [ratio(tags), ratio(groups)];
    return [
      {
        what: 'processor time a request, typed journey / plain script with a tag on each request',
        value: toTags,
        goal: 'upper end of the interval at most 1.05',
        met: toTags.high <= 1.05,
      },
      { what: 'processor time a request, typed journey / plain script with a group around each step', value: toGroups },
      {
        what: 'processor time a request, typed journey',
        unit: 'µs',
        value: estimate(tags.map(({ ours }) => ours.cpu)),
      },
      {
        what: 'processor time a request, script with tags',
        unit: 'µs',
        value: estimate(tags.map(({ theirs }) => theirs.cpu)),
      },
      {
        what: 'processor time a request, script with groups',
        unit: 'µs',
        value: estimate(groups.map(({ theirs }) => theirs.cpu)),
      },
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
    runtime: 'processes' as const,
    allowRemote: false,
    build: null,
    overrides: {},
  };
  const plan = makePlan(await readInputs(request), request);
  return bundleScript(plan, scenario, root);
}
