/**
 * Takes the pictures of README and docs: `npm run pictures [-- <run that passed> <run without retries>]`. Without these
 * folders, the shop is run as it is and without retries.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..');
const pictures = join(root, 'docs/pictures');
const parts = ['timeline', 'faults', 'steps', 'errors', 'distribution'] as const;
/** A picture that is higher is of no use on a page of text. */
const mostPixels = 1400;
const [passedRun, failedRun] = process.argv.slice(2);

const reports = mkdtempSync(join(tmpdir(), 'proofload-pictures-'));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  mkdirSync(pictures, { recursive: true });
  const passed = await open(passedRun ?? run([], 0));
  await passed.screenshot({ path: join(root, 'docs/report.png') });
  await part(passed, 'timeline', join(root, 'docs/timeline.png'));
  const failed = await open(failedRun ?? run(['--target-option', 'retries=off'], 3));
  await failed.screenshot({ path: join(pictures, 'first-screen.png') });
  for (const name of parts) await part(failed, name, join(pictures, `${name}.png`));
} finally {
  await browser.close();
  rmSync(reports, { recursive: true });
}

/** Gives the folder of the run. */
function run(args: readonly string[], code: number): string {
  const before = new Set(readdirSync(reports));
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent', '--', ...args, '--reports', reports], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: 'true' },
  });
  const made = readdirSync(reports).find((name) => !before.has(name));
  if (status !== code || made === undefined)
    throw new Error(`expected exit code ${code} and got ${status}:\n${stdout}${stderr}`);
  return join(reports, made);
}

async function open(folder: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(resolve(folder, 'report.html')).href);
  return page;
}

async function part(page: Page, id: string, path: string): Promise<void> {
  const box = await page.locator(`#${id}`).boundingBox();
  if (box === null) throw new Error(`the page has no ${id}`);
  await page.screenshot({ path, fullPage: true, clip: { ...box, height: Math.min(box.height, mostPixels) } });
}
