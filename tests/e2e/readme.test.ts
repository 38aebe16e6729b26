import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/diagnostic/exit-code.ts';
import { Cli, root } from './cli.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The first block of code that names itself in a comment on its first line. */
function block(name: string): string {
  const text = new RegExp(`\`\`\`\\w+\\n(?:// |# )${name.replace('.', '\\.')}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (text === undefined) throw new Error(`the README has no ${name}`);
  return text;
}

describe('the README', () => {
  const cli = new Cli();

  it('names npm scripts that there are', () => {
    const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name]) => name!);
    expect(named).toContain('start');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    // `npm start` is what proof.alone.test.ts plays.
    expect(scripts['start']).toContain('run shop-proof');
  });

  it('has files that fit together', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-readme-'));
    for (const name of ['load.ts', 'slo.yaml', 'slow.ts']) writeFileSync(join(folder, name), block(name));
    const command = /npx proofload (run load\.ts .*)/.exec(readme)?.[1]?.split(' ') ?? [];
    const { code, stdout, stderr } = await cli.run(['plan', ...command.slice(1)], { cwd: folder });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('slow: latency of 200 ms on k6->target (downstream), 12 s to 17 s');
    expect(stdout).toContain('bearable while slow');
  });

  it('names every command and every exit code', async () => {
    const { stdout } = await cli.run(['--help']);
    const commands = [...stdout.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name!);
    expect(commands.length).toBeGreaterThanOrEqual(7);
    expect(commands.filter((name) => !readme.includes(`proofload ${name}`))).toEqual([]);
    for (const { code } of Object.values(exitCodes))
      expect(readme).toMatch(new RegExp(`\\| (130 / )?${code}( / 143)? +\\|`));
  });

  it('points at files that there are', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(root, link)), link).not.toThrow();
  });
});
