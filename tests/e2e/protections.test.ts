import { describe, expect, it } from 'vitest';
import { Cli } from './cli.ts';

/** With a protection switched off the same limits must turn red: the harness can see. */
describe('a shop without', () => {
  it.each([
    { option: 'breaker', fault: 'ai-hang', objective: 'ai steps answer while the ai hangs' },
    { option: 'retries', fault: 'db-blip', objective: 'reads bridge cut connections' },
    { option: 'timeout', fault: 'db-hang', objective: 'a hanging database is given up in time' },
  ])('$option fails under $fault, and there only', async ({ option, fault, objective }) => {
    const cli = new Cli();
    const { code, stderr } = await cli.experiment([
      'tests/fixtures/shop/short.ts',
      ...['--chaos', `chaos/${fault}.ts`],
      ...['--slo', 'thresholds/shop.yaml'],
      ...['--target-option', `${option}=off`],
    ]).finished;
    expect(code, stderr).toBe(3);
    const failed = cli.verdict.objectives.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ name }) => name)).toContain(objective);
    const own = [`fault:${fault}`, `edge:${fault}`, `recovery:${fault}`];
    expect(failed.flatMap(({ during }) => during).filter((phase) => !own.includes(phase))).toEqual([]);
    expect(cli.verdict.targetOptions[option]).toBe('off');
  });

  it('idempotency orders twice when answers are lost, and keeps account of each', async () => {
    const cli = new Cli();
    const { code, stderr } = await cli.experiment([
      'tests/fixtures/shop/short.ts',
      ...['--chaos', 'chaos/reply-lost.ts'],
      ...['--slo', 'thresholds/shop.yaml'],
      ...['--target-option', 'idempotency=off'],
    ]).finished;
    expect(code, stderr).toBe(3);
    const failed = cli.verdict.objectives.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ name }) => name)).toEqual(['no order is placed twice']);
    const [orders] = cli.verdict.data;
    expect(orders?.found?.duplicated.count).toBeGreaterThan(5);
    expect(orders?.found?.lost.count).toBe(0);
  });
});
