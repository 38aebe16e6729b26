/** Runs what the README shows and puts the outputs of today into it: `npm run readme`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const readme = join(root, 'README.md');
const shown = {
  start: { args: [], code: 0 },
  fail: { args: ['--target-option', 'retries=off'], code: 3 },
};

let text = readFileSync(readme, 'utf8');
for (const [name, { args, code }] of Object.entries(shown)) {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent', '--', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: 'true' },
  });
  if (status !== code) throw new Error(`expected exit code ${code} and got ${status}:\n${stdout}${stderr}`);
  const block = new RegExp(`<!-- output: ${name} -->[^]*?<!-- /output -->`);
  if (!block.test(text)) throw new Error(`the README has no place for the output "${name}"`);
  const filled = `<!-- output: ${name} -->\n\n\`\`\`\n${stdout.trimEnd()}\n\`\`\`\n\n<!-- /output -->`;
  text = text.replace(block, () => filled);
}
writeFileSync(readme, text);
