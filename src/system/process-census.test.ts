import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { nextCensus } from './process-census.ts';

test('who asks at the same time is given the same census, which knows of all that they have done before', async () => {
  const earlier = await nextCensus();
  const child = spawn('sleep', ['10'], { env: { CENSUS: 'counted' } });
  await once(child, 'spawn');
  const [census, again] = await Promise.all([nextCensus(), nextCensus()]);
  try {
    expect(again).toBe(census);
    expect(earlier).not.toBe(census);
    expect(census.table.map(({ pid }) => pid)).toContain(child.pid);
    if (process.platform === 'linux') expect(census.environmentOf(child.pid ?? 0)).toContain('CENSUS=counted');
  } finally {
    child.kill();
  }
});
