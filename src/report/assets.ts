import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What the HTML report embeds and did not write itself. */
export interface ReportAssets {
  readonly uplotJs: string;
  readonly uplotCss: string;
}

/** Reads the chart library from the package `uplot`. The one place of this folder that reads a file; rendering is pure. */
export function loadReportAssets(): ReportAssets {
  const require = createRequire(import.meta.url);
  const read = (file: string) => readFileSync(require.resolve(`uplot/dist/${file}`), 'utf8');
  return { uplotJs: read('uPlot.iife.min.js'), uplotCss: read('uPlot.min.css') };
}
