import { createHash } from 'node:crypto';
import type { Verdict } from '../../model/verdict.ts';
import type { ReportAssets } from '../assets.ts';
import { lookOf, rehearsalOf } from '../wording.ts';
import { chartData } from './chart-data.ts';
import { faults } from './faults.ts';
import { html, raw, type Html } from './html.ts';
import { icon } from './mark.ts';
import { objectives } from './objectives.ts';
import { pageScript } from './page-script.ts';
import { record } from './record.ts';
import { steps } from './steps.ts';
import { style } from './style.ts';
import { summary } from './summary.ts';
import { thresholds } from './thresholds.ts';
import { embed, timeline } from './timeline.ts';

/**
 * `report.html`: one file that opens offline.
 *
 * The policy names the digests of our own script and style and nothing else: what is not ours would not run even if it
 * were ever to get past the escaping.
 */
export function renderHtml(verdict: Verdict, assets: ReportAssets): string {
  const data = chartData(verdict);
  const scripts = [inElement(assets.uplotJs, 'script'), inElement(pageScript, 'script')];
  const styles = [inElement(`${assets.uplotCss}\n${style}`, 'style')];
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(digest).join(' ')}`,
    `style-src ${styles.map(digest).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const { kind, mark, word } = lookOf(verdict);
  const rehearsal = rehearsalOf(verdict);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(policy.join('; '))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>
          ${mark} ${word}${rehearsal === null ? '' : `, ${rehearsal}`}: ${verdict.experiment}, ${verdict.runId}
        </title>
        ${icon(kind)} ${styles.map((text) => raw(`<style>${text}</style>`))}
      </head>
      <body>
        <header>
          <span class="brand">Proofload</span>
          <span class="mono muted">${verdict.runId}</span>
          ${navigation(verdict)}
        </header>
        <main>
          ${summary(verdict)} ${objectives(verdict)} ${timeline(verdict, data)} ${steps(verdict)} ${faults(verdict)}
          ${thresholds(verdict)} ${record(verdict)}
        </main>
        ${embed(data)} ${scripts.map((text) => raw(`<script>${text}</script>`))}
      </body>
    </html> `;
  return page.markup;
}

function navigation(verdict: Verdict): Html {
  const sections = [
    ['objectives', 'Objectives'],
    ['timeline', 'Timeline'],
    ...(verdict.steps.length === 0 ? [] : [['steps', 'Steps'] as const]),
    ...(verdict.faults.length === 0 ? [] : [['faults', 'Faults'] as const]),
    ['reasons', 'Reasons'],
    ['record', 'Record'],
  ] as const;
  return html`<nav aria-label="Sections">${sections.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}

/** Constant text of a library or of ours, kept from closing its own element. */
function inElement(text: string, element: 'script' | 'style'): string {
  return text.replaceAll(`</${element}`, `<\\/${element}`);
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
