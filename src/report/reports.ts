import type { Verdict } from '../model/verdict.ts';
import type { ReportAssets } from './assets.ts';
import { renderObjectivesCsv } from './csv/objectives.ts';
import { renderSeriesCsv } from './csv/series.ts';
import { renderStatsCsv } from './csv/stats.ts';
import { renderCtrf } from './ctrf.ts';
import { renderHtml } from './html/page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';

/** The same verdict gives the same text on any machine, in any time zone, at any time. */
export type Renderer = (verdict: Verdict, assets: ReportAssets) => string;

/** Every file that a run is reported in. A new format is a file beside this one and a line here. */
export const renderers = {
  'verdict.json': renderJson,
  'report.html': renderHtml,
  'junit.xml': renderJunit,
  'summary.md': renderMarkdown,
  'ctrf.json': renderCtrf,
  'objectives.csv': renderObjectivesCsv,
  'series.csv': renderSeriesCsv,
  'stats.csv': renderStatsCsv,
} as const satisfies Record<string, Renderer>;

/** A file to be written. Its text is made when it is asked for: one that cannot be made keeps no other from being written. */
export interface Report {
  readonly name: string;
  readonly render: () => string;
}

/** All reports, `verdict.json` first: written in this order, what programs read survives a full disk longest. */
export function reportsOf(verdict: Verdict, assets: ReportAssets): readonly Report[] {
  return Object.entries(renderers).map(([name, render]) => ({ name, render: () => render(verdict, assets) }));
}
