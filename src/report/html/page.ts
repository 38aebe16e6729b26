import type { Verdict } from '../../model/verdict.ts';
import type { ReportAssets } from '../assets.ts';
import { lookOf, rehearsalOf } from '../wording.ts';
import { chartData } from './chart-data.ts';
import { distribution } from './distribution.ts';
import { data as dataSection } from './data.ts';
import { environment } from './environment.ts';
import { errors } from './errors.ts';
import { faults } from './faults.ts';
import { frame } from './frame.ts';
import { html, type Html } from './html.ts';
import { objectives } from './objectives.ts';
import { pageScript } from './page-script.ts';
import { record } from './record.ts';
import { steps } from './steps.ts';
import { summary } from './summary.ts';
import { thresholds } from './thresholds.ts';
import { embed, timeline } from './timeline.ts';

/** `report.html` of a run. */
export function renderHtml(verdict: Verdict, assets: ReportAssets): string {
  const data = chartData(verdict);
  const { kind, mark, word } = lookOf(verdict);
  const rehearsal = rehearsalOf(verdict);
  return frame({
    title: `${mark} ${word}${rehearsal === null ? '' : `, ${rehearsal}`}: ${verdict.experiment}, ${verdict.runId}`,
    kind,
    header: html`<span class="mono muted">${verdict.runId}</span> ${navigation(verdict)}`,
    main: html`${summary(verdict)} ${objectives(verdict)} ${timeline(verdict, data)} ${steps(verdict)}
    ${distribution(verdict)} ${errors(verdict)} ${faults(verdict)} ${dataSection(verdict)} ${thresholds(verdict)}
    ${record(verdict)} ${environment(verdict)}`,
    data: embed(data),
    scripts: [assets.uplotJs, pageScript],
    libraryStyle: assets.uplotCss,
  });
}

function navigation(verdict: Verdict): Html {
  const sections = [
    ['objectives', 'Objectives'],
    ['timeline', 'Timeline'],
    ...(verdict.steps.length === 0 ? [] : [['steps', 'Steps'] as const]),
    ...(verdict.errors.length === 0 ? [] : [['errors', 'Errors'] as const]),
    ...(verdict.faults.length === 0 ? [] : [['faults', 'Resilience'] as const]),
    ...(verdict.data.length === 0 ? [] : [['data', 'Data'] as const]),
    ['reasons', 'Reasons'],
    ['record', 'Record'],
    ['again', 'Run again'],
  ] as const;
  return html`<nav aria-label="Sections">${sections.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}
