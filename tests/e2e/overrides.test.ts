import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cli } from './cli.ts';

const server = `
require('node:http')
  .createServer((_, answer) => answer.end(process.env.SCALE + ' ' + process.env.PROOFLOAD_TIME_SCALE))
  .listen(Number(process.env.PORT), '127.0.0.1');
`;
const load = `
import { check } from 'k6';
import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';
const target = defineTarget({
  name: 'told',
  services: {
    api: { kind: 'process', command: ['node', 'server.cjs'], ready: '/', env: { PORT: '{port}', SCALE: '{time-scale}' } },
  },
  edges: ['k6->api'],
});
const visit = defineJourney({
  name: 'visit',
  steps: ['page'],
  think: '50ms',
  run({ step, url }) {
    step('page', () =>
      check(http.get(url('/')), { 'all are told': (r) => r.body === '0.5 0.5' && __ENV['GREETING'] === 'a=b c' }),
    );
  },
});
export default defineScenario({ target, profile: users(9, { for: '8s' }), journeys: [visit] });
`;
const slo = 'version: 1\nobjectives: [{ name: told, metric: checks, target: 99.9%, minSamples: 20 }]\n';

describe('flags', () => {
  it('reach the load, the script inside k6, the services and the reports', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'e2e-flags-'));
    for (const [name, text] of Object.entries({ 'server.cjs': server, 'load.ts': load, 'slo.yaml': slo }))
      writeFileSync(join(cwd, name), text);
    const flags = ['--users', '2', '--time-scale', '0.5', '--env', 'GREETING=a=b c', '--tag', 'team=checkout'];
    const { code, stdout, stderr } = await new Cli().run(['run', 'load.ts', '--slo', 'slo.yaml', ...flags], { cwd });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('Rehearsal (time × 0.5)');
    const [run = ''] = readdirSync(join(cwd, 'reports'));
    const verdict: unknown = JSON.parse(readFileSync(join(cwd, 'reports', run, 'verdict.json'), 'utf8'));
    expect(verdict).toMatchObject({
      timeScale: 0.5,
      tags: { team: 'checkout' },
      requests: expect.any(Number) as number,
    });
    const { plan } = JSON.parse(readFileSync(join(cwd, 'reports', run, 'run.json'), 'utf8')) as { plan: unknown };
    expect(plan).toMatchObject({ profile: { maxUsers: 2, durationMs: 4000 } });
  });
});
