import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import { bundleScript } from '../../src/bundle/k6-script.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import { defaultValidityLimits } from '../../src/model/validity-limits.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { readSeries } from '../../src/record/read-series.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'tests/fixtures/service/outcomes.ts');

describe('the outcome of a step', () => {
  const outcomes = new Map<string, Set<string>>();
  let log = '';

  beforeAll(async () => {
    const { k6 } = await obtainTools({ env: process.env as Record<string, string>, onProgress: () => undefined });
    const server = createServer((request, response) => {
      if (request.url === '/hang') return;
      response.statusCode = Number(request.url?.slice(1));
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const request = {
      experiment: 'outcomes',
      projectRoot: root,
      k6Extensions: [],
      validity: defaultValidityLimits,
      scenario: file,
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
    const inputs = await readInputs(request);
    const folder = mkdtempSync(join(tmpdir(), 'outcomes-'));
    writeFileSync(join(folder, 'script.js'), await bundleScript(makePlan(inputs, request), file, root));
    const args = [
      'run',
      '--quiet',
      '--no-thresholds',
      '--summary-mode=disabled',
      '--log-format',
      'json',
      '--out',
      `proofload=${folder}/cells.ndjson`,
      'script.js',
    ];
    const env = {
      ...process.env,
      K6_NO_USAGE_REPORT: 'true',
      PROOFLOAD_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    };
    const child = spawn(k6.path, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (bytes: Buffer) => (log += bytes.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    server.closeAllConnections();
    server.close();
    const { series, problems } = readSeries([readFileSync(join(folder, 'cells.ndjson'))]);
    expect(problems).toEqual([]);
    for (const { metric, tags } of series) {
      const { step = '', outcome = '', kind = '' } = tags;
      if (metric === 'step_duration')
        outcomes.set(step, (outcomes.get(step) ?? new Set()).add(`${outcome} ${kind}`.trim()));
    }
  }, 600_000);

  it.each([
    ['fine', 'ok'],
    ['missing-as-expected', 'ok'],
    ['broken-against-expectation', 'failed status'],
    ['broken', 'failed status'],
    ['wrong-body', 'failed check'],
    ['throws', 'failed exception'],
    ['refused', 'failed refused'],
    ['hangs', 'failed timeout'],
  ])('%s is %s', (step, outcome) => {
    expect([...(outcomes.get(step) ?? [])]).toEqual([outcome]);
  });

  it('is told with file and line of the source where the script is at fault', () => {
    expect(log).toMatch(/tests\/fixtures\/service\/outcomes\.ts:\d+:\d+/);
  });
});
