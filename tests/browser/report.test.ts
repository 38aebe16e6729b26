import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadReportAssets } from '../../src/report/assets.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import * as samples from './sample-verdicts.ts';

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
  console.warn(
    'report.html is not tested in a browser: there is no Chromium (set CHROMIUM_PATH, or install the package chromium)',
  );
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Sample =
  | 'passed'
  | 'failed'
  | 'broken'
  | 'warned'
  | 'inconclusive'
  | 'invalid'
  | 'empty'
  | 'smoke'
  | 'hour'
  | 'hostile'
  | 'unclean';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const samplesForAxe = ['passed', 'failed', 'inconclusive', 'smoke', 'empty'] as const;

/** What axe finds fault with. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(executablePath === undefined)('report.html in a browser', () => {
  const assets = loadReportAssets();
  let folder: string;
  let browser: Browser;
  let page: Page;
  /** All that a page must not do: complain, or ask for anything but itself. */
  const troubles: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'proofload-report-'));
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: flags });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await page.context().close();
    expect(troubles.splice(0)).toEqual([]);
  });

  async function open(name: Sample, options: BrowserContextOptions = {}): Promise<void> {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderHtml(samples[name], assets));
    const address = pathToFileURL(file).href;
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    page = await context.newPage();
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) troubles.push(`asked for ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(address);
  }

  /** Left and right edge of what is drawn from second to second, in the page's pixels. */
  async function expectedEdges(chart: string, fromS: number, toS: number, lengthS: number): Promise<[number, number]> {
    const plot = await boxOf(`[data-chart=${chart}] .u-over`);
    return [plot.x + (plot.width * fromS) / lengthS, plot.x + (plot.width * toS) / lengthS];
  }

  async function boxOf(selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not visible`);
    return box;
  }

  const overflow = () =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it.each([
    'passed',
    'failed',
    'broken',
    'warned',
    'inconclusive',
    'invalid',
    'empty',
    'smoke',
    'hour',
    'hostile',
    'unclean',
  ] as const)('opens offline without a complaint: %s', async (name) => {
    await open(name, { offline: true });
    expect(await page.locator('h1').isVisible()).toBe(true);
    const charts = 4 + new Set(samples[name].signals.map((signal) => signal.name)).size;
    expect(await page.locator('.uplot canvas').count()).toBe(name === 'empty' ? 0 : charts);
    expect(await overflow()).toBe(0);
  });

  it('has the verdict, the run and the first objectives on its first screen', async () => {
    await open('failed');
    expect(await page.title()).toBe('✗ fail: shop-proof, 20261121-105803-shop-proof-7f3a');
    expect(await page.locator('h1').textContent()).toBe('Failed');
    for (const selector of ['h1', '.sentence', '.card', '.objectives tbody:nth-of-type(3)']) {
      const box = await boxOf(selector);
      expect(box.y + box.height).toBeLessThan(900);
    }
    expect(await page.locator('.objectives tbody').count()).toBe(13);
    expect(await page.locator('.objectives .why').count()).toBe(6);
  });

  it.each(['time', 'load', 'rate', 'errors'])('shades each fault from felt to clean in the chart %s', async (chart) => {
    await open('failed');
    for (const { id, feltMs, cleanMs } of samples.failed.faults) {
      const band = await boxOf(`[data-chart=${chart}] .band-fault[data-phase="${id}"]`);
      const [left, right] = await expectedEdges(chart, (feltMs ?? 0) / 1000, (cleanMs ?? 0) / 1000, 90);
      expect(Math.abs(band.x - left)).toBeLessThan(1);
      expect(Math.abs(band.x + band.width - right)).toBeLessThan(1);
    }
  });

  it('draws the ribbon on the same axis as the charts', async () => {
    await open('failed');
    const ribbon = await boxOf('.ribbon');
    const plot = await boxOf('[data-chart=time] .u-over');
    expect(Math.abs(ribbon.x - plot.x)).toBeLessThan(1);
    expect(Math.abs(ribbon.width - plot.width)).toBeLessThan(1);
    const felt = await boxOf('.ribbon .fault:nth-of-type(2) .felt');
    const [left] = await expectedEdges('time', 12.04, 18.18, 90);
    expect(Math.abs(felt.x - left)).toBeLessThan(1);
  });

  it('shades where a rising load was too much', async () => {
    await open('broken');
    expect(await page.locator('.breakpoint').textContent()).toContain('passes up to 1,180 users');
    const band = await boxOf('[data-chart=time] .band-overload');
    const [left, right] = await expectedEdges('time', 60, 78, 78);
    expect(Math.abs(band.x - left)).toBeLessThan(1);
    expect(Math.abs(band.x + band.width - right)).toBeLessThan(1);
    const phase = await boxOf('.ribbon .phase-overload');
    expect(Math.abs(phase.x - left)).toBeLessThan(1);
  });

  it('draws the limits that hold in steady state, with their names', async () => {
    await open('failed');
    expect(await page.locator('.limit-label').allTextContents()).toEqual([
      'p95 of checkout ≤ 500 ms',
      'p99 ≤ 150 ms',
      'p95 of search ≤ 120 ms',
    ]);
    const lines = await page.locator('.limit-line').count();
    expect(lines).toBe(3);
  });

  it('reads the same moment off all charts at the cursor', async () => {
    await open('failed');
    const plot = await boxOf('[data-chart=rate] .u-over');
    await page.locator('[data-chart=rate] .u-over').hover({ position: { x: plot.width * (32.5 / 90), y: 40 } });
    expect(await page.locator('.moment').textContent()).toBe('0:32 to 0:33, fault:db-latency');
    const values = await page.locator('.legend .u-value').allTextContents();
    const row = samples.failed.seconds[32];
    expect(values.filter((text) => text !== '' && !text.includes('--'))).toContain(`${row?.requests ?? ''} /s`);
    const now = page.locator('.ribbon .now');
    expect(await now.getAttribute('hidden')).toBeNull();
    expect(Number.parseFloat((await now.getAttribute('x1')) ?? '')).toBeCloseTo((32.5 / 90) * 100, 3);
  });

  it('zooms all charts together, and shows on the ribbon where', async () => {
    await open('failed');
    await page.locator('[data-chart=rate] .u-over').scrollIntoViewIfNeeded();
    const plot = await boxOf('[data-chart=rate] .u-over');
    await page.mouse.move(plot.x + plot.width / 2, plot.y + 40);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width, plot.y + 40, { steps: 4 });
    await page.mouse.up();
    const view = await boxOf('.ribbon .view');
    const ribbon = await boxOf('.ribbon');
    expect(view.width / ribbon.width).toBeCloseTo(0.5, 1);
    for (const chart of ['time', 'errors']) {
      const band = await boxOf(`[data-chart=${chart}] .band-fault[data-phase="db-hang"]`);
      const [left] = await expectedEdges(chart, 66.09 - 45, 0, 45);
      expect(Math.abs(band.x - left)).toBeLessThan(3);
    }
    await page.mouse.dblclick(plot.x + 50, plot.y + 40);
    expect(await page.locator('.ribbon .view').isVisible()).toBe(false);
  });

  it('switches between the two scales', async () => {
    await open('failed');
    const button = page.locator('button.scale');
    expect(await button.textContent()).toBe('linear scale');
    await button.click();
    expect(await button.textContent()).toBe('logarithmic scale');
    expect(await page.locator('.uplot canvas').count()).toBe(5);
  });

  it('is dark where the reader likes it dark, and changes while it is open', async () => {
    await open('failed', { colorScheme: 'dark' });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const drawing = () => page.evaluate<string>("document.querySelector('.uplot canvas').toDataURL()");
    const [darkPage, darkChart] = [await background(), await drawing()];
    expect(darkPage).toBe('rgb(14, 17, 22)');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).toBe('rgb(245, 246, 248)');
    await expect.poll(drawing).not.toBe(darkChart);
  });

  it.each([
    ['light', 4.5],
    ['dark', 4.5],
  ] as const)('has enough contrast in all its text, %s', async (colorScheme, least) => {
    await open('failed', { colorScheme });
    const worst = await page.evaluate<[number, string]>(contrastScript);
    expect(worst[0], worst[1]).toBeGreaterThanOrEqual(least);
  });

  it.each((['light', 'dark'] as const).flatMap((scheme) => samplesForAxe.map((name) => [name, scheme] as const)))(
    'has nothing that axe finds fault with: %s, %s',
    async (name, colorScheme) => {
      // Axe is a script of others, which the page's policy keeps out.
      await open(name, { colorScheme, bypassCSP: true });
      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()');
      expect(violations.map(({ id, impact, nodes }) => [id, impact, nodes[0]?.html])).toEqual([]);
    },
  );

  it.each(['passed', 'failed', 'smoke', 'hostile'] as const)('fits a window of 380 pixels: %s', async (name) => {
    await open(name, { viewport: { width: 380, height: 800 } });
    expect(await overflow()).toBe(0);
    const plot = await boxOf('[data-chart=time] .u-over');
    expect(plot.x + plot.width).toBeLessThanOrEqual(380);
    expect(await page.locator('.objectives thead').isVisible()).toBe(false);
    expect((await boxOf('.objectives tbody:first-of-type td[data-name=Observed]')).width).toBeGreaterThan(60);
  });

  it('draws again when the window changes', async () => {
    await open('failed');
    await page.setViewportSize({ width: 700, height: 900 });
    await expect.poll(async () => (await boxOf('[data-chart=time] .u-wrap')).width).toBeLessThan(700);
    const misplacedBy = async (): Promise<number> => {
      const band = await boxOf('[data-chart=time] .band-fault[data-phase="db-hang"]');
      const [left] = await expectedEdges('time', 66.09, 72.53, 90);
      return Math.abs(band.x - left);
    };
    await expect.poll(misplacedBy).toBeLessThan(1);
  });

  it('shows a run of five seconds', async () => {
    await open('smoke');
    const labels = await page.locator('.limit-label').allTextContents();
    expect(labels).toEqual(['max ≤ 2 s ↑']);
    expect(await page.locator('.remark').textContent()).toBe('no step failed');
  });

  it('has all but the charts without JavaScript', async () => {
    await open('failed', { javaScriptEnabled: false });
    expect(await page.locator('h1').textContent()).toBe('Failed');
    expect(await page.locator('noscript').textContent()).toContain('The charts need JavaScript.');
    for (const selector of ['.objectives', '.ribbon', '.steps', '.faults', '.digests', '.ends']) {
      expect(await page.locator(selector).isVisible()).toBe(true);
    }
    expect(await page.locator('.charts').isVisible()).toBe(false);
    expect(await page.locator('.script-only').isVisible()).toBe(false);
  });

  it('prints light, on A4, with charts as wide as the paper', async () => {
    await open('failed', { colorScheme: 'dark' });
    await page.evaluate(`
      addEventListener('beforeprint', () => {
        const band = document.querySelector('[data-chart=time] .u-over .band-fault');
        document.title = [getComputedStyle(document.body).color, document.querySelector('.charts').clientWidth, band !== null].join('; ');
      });`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(await page.title()).toBe('rgb(23, 28, 35); 960; true');
    const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
      Math.round(Number(width)),
      Math.round(Number(height)),
    ]);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    expect(sizes.length).toBeLessThanOrEqual(5);
    expect(new Set(sizes.map(String))).toEqual(new Set(['595,842']));
    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 17, 22)');
    expect(await page.evaluate<boolean>("document.documentElement.classList.contains('printing')")).toBe(false);
  });
});

/** The least contrast (WCAG 2) of any text against the nearest background behind it. */
const contrastScript = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e !== null; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] > 0.5) return colour;
    }
    return [255, 255, 255, 1];
  };
  let worst = [21, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === '' || element.closest('script, style, noscript, title, svg') || element.getClientRects().length === 0) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < worst[0]) worst = [contrast, element.className + ': ' + text];
  }
  return worst;
})()`;
