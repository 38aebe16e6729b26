import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cli, root } from './cli.ts';

/** Plays faults on the target of a scenario, and judges what was asked meanwhile leniently. */
async function play(scenario: string, faults: string): Promise<Cli> {
  const cli = new Cli();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-unused-'));
  const [chaos, slo] = [join(folder, 'chaos.ts'), join(folder, 'slo.yaml')];
  writeFileSync(
    chaos,
    `import { defineFaultPlan } from 'proofload';
import load from '${root}/${scenario}';
export default defineFaultPlan({ target: load.target, recovery: '1s', faults: ({ kill, lockTable }) => [${faults}] });
`,
  );
  writeFileSync(
    slo,
    `version: 1
objectives:
  - { name: somebody answers, metric: error_rate, target: 99%, minSamples: 1, during: 'fault:*' }
`,
  );
  await cli.experiment([scenario, '--chaos', chaos, '--slo', slo]).finished;
  return cli;
}

describe('a fault of a service', () => {
  it('that no request gets to proves nothing, although requests are answered meanwhile', async () => {
    const cli = await play('tests/fixtures/clerk/load.ts', "kill('store', { id: 'gone', at: '4s', for: '3s' })");
    const { exitCode, faults, objectives } = cli.verdict;
    expect(exitCode).toBe(5);
    expect(faults[0]).toMatchObject({ feltMs: expect.any(Number) as unknown, exposedConnections: 0 });
    expect(faults[0]?.exposedRequests).toBeGreaterThan(5);
    expect(objectives[0]?.reason).toBe(
      'fault not exercised: gone met no connection of the load: nothing used store while it was on',
    );
  });

  it('that requests get to through others is met by them', async () => {
    const cli = await play(
      'tests/fixtures/shop/brief.ts',
      "kill('ai', { id: 'dead', at: '4s', for: '2s' }), lockTable('db', { id: 'locked', at: '9s', for: '2s', table: 'products' })",
    );
    const { faults, objectives } = cli.verdict;
    expect(faults.map(({ id }) => id)).toEqual(['dead', 'locked']);
    for (const { exposedConnections } of faults) expect(exposedConnections).toBeGreaterThan(0);
    expect(objectives[0]?.verdict, objectives[0]?.reason).toBe('pass');
  });
});
