import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileNames } from './known-names.ts';

/** What a scenario needs to be known as one. */
const scenario = (profiles: string) => `
import { users } from 'proofload';
export default { proofload: 'scenario', ${profiles} };
`;

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'names-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('names of profiles', () => {
  const projectRoot = project({
    'scenarios/shop.ts': scenario("profiles: { daily: users(1, { for: '1m' }), spike: users(1, { for: '1m' }) }"),
    'scenarios/deep/proof.ts': scenario("profile: users(1, { for: '1m' })"),
    'scenarios/journeys/buyer.ts': 'export const buyer = 1;',
    'scenarios/broken.ts': 'export default {',
    'beside/load.ts': scenario("profile: users(1, { for: '1m' })"),
    'beside/other.ts': scenario("profile: users(1, { for: '1m' })"),
  });
  const at = { projectRoot, scenario: join(projectRoot, 'beside/load.ts') };
  const find = (...wanted: string[]) => profileNames(wanted, ['load'], at);

  it('are those of the run and the general ones, and no file is read for them', async () => {
    const nowhere = { projectRoot: '/nowhere', scenario: '/nowhere/load.ts' };
    expect(await profileNames(['load', 'peak'], ['load'], nowhere)).toEqual(
      expect.arrayContaining(['load', 'peak', 'normal', 'steady-100', 'breakpoint']),
    );
  });

  it('are those of other scenarios: their keys, or the name of a file with one', async () => {
    expect(await find('daily')).toContain('spike');
    expect(await find('proof')).toContain('proof');
    expect(await find('other')).toContain('other');
  });

  it('are not those of files that have none', async () => {
    const names = await find('nightly');
    expect(names).toEqual(expect.arrayContaining(['daily', 'proof', 'other']));
    for (const none of ['nightly', 'buyer', 'broken', 'shop']) expect(names).not.toContain(none);
  });

  it('are looked for until all are found, first where a file is called so', async () => {
    expect(await find('proof')).not.toContain('daily');
  });
});
