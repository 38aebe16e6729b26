import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failures } from '../mutants/matrix.ts';
import { mutants, nameOf } from '../mutants/mutants.ts';
import { play, type Played } from '../mutants/play.ts';

const reports = mkdtempSync(join(tmpdir(), 'proofload-teeth-'));

/** One defect of each kind: what is slow, wrong, lost, used up, and what is left of it under a fault. */
const sample = ['slow-receipt-600', 'empty-body', 'lost-order-1', 'pool-leak', 'no-timeout'];

describe('the judge', () => {
  let twin: Played;

  beforeAll(async () => {
    twin = await play('calm', 'none', reports);
  });

  it('lets the healthy twin pass', () => {
    expect(twin.proofload.verdict, twin.proofload.sentence).toBe('pass');
  });

  it.each(mutants.filter((mutant) => sample.includes(nameOf(mutant))))('sees $defect', async (mutant) => {
    const { proofload } = await play(mutant.experiment, nameOf(mutant), reports);
    expect(failures(proofload), proofload.sentence).toContain(mutant.seenBy);
  });
});
