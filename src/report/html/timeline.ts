import type { Verdict } from '../../model/verdict.ts';
import { formatLength, formatMoment } from '../format.ts';
import type { ChartData } from './chart-data.ts';
import { html, raw, type Html } from './html.ts';
import { ribbon } from './ribbon.ts';

/** The run over time: the ribbon is always there, the charts come with the script. */
export function timeline(verdict: Verdict, data: ChartData): Html {
  if (verdict.seconds.length === 0) {
    return html`<section id="timeline">
      <h2>Timeline</h2>
      <p class="empty">No request was recorded, so there is nothing to draw.</p>
    </section>`;
  }
  return html`<section id="timeline">
    <div class="heading">
      <h2>Timeline</h2>
      <output class="moment"></output>
    </div>
    ${key(verdict, data)}
    <div class="gutter">
      ${ribbon(verdict, data.toS)}
      <div class="ends" aria-hidden="true"><span>0:00</span><span>${formatMoment(data.toS * 1000)}</span></div>
    </div>
    <noscript
      ><p class="empty">The charts need JavaScript. The verdict, the timeline above and all tables do not.</p></noscript
    >
    <div class="charts" hidden>
      ${figure('time', 'Response time', 'of successful requests, by the second they started in', html`<button type="button" class="scale"></button>`)}
      ${figure('load', 'Load', verdict.loadModel === 'closed' ? 'users that were meant, and that were there' : 'passes a second that were meant, and that began')}
      ${figure('rate', 'Throughput', 'requests a second')} ${figure('errors', 'Errors', 'failed steps in percent')}
      ${data.signals.map(({ title, limits }, i) => figure(`signal-${i}`, title, ['of the server', ...limits.map(({ label }) => label)].join(', ')))}
    </div>
  </section>`;
}

function figure(name: string, title: string, about: string, extra: Html | null = null): Html {
  return html`<figure data-chart="${name}">
    <figcaption>
      <h3>${title}</h3>
      <span class="muted">${about}</span><span class="legend"></span>${extra}
    </figcaption>
    <div class="plot" role="img" aria-label="${title} over the run, ${about}"></div>
  </figure>`;
}

function key({ faults, phases }: Verdict, { bucketS, limits }: ChartData): Html {
  const entries: (readonly [string, string])[] = [];
  if (faults.length > 0) entries.push(['fault', 'fault, from felt to clean'], ['planned', 'fault as planned']);
  if (phases.some(({ phase }) => phase.startsWith('recovery:'))) entries.push(['recovery', 'recovery']);
  if (phases.some(({ phase }) => phase === 'overload')) entries.push(['overload', 'overload: more than what passed']);
  if (phases.some(({ phase }) => phase === 'warmup' || phase === 'cooldown'))
    entries.push(['idle', 'warm-up, cool-down']);
  if (limits.length > 0) entries.push(['limit', 'limit while nothing is broken']);
  const note =
    bucketS === 1
      ? ''
      : `Each stretch of ${formatLength(bucketS * 1000)} is drawn as two points, its lowest and its highest second, so that every peak is there.`;
  return html`<ul class="key">
      ${entries.map(([kind, text]) => html`<li><i class="swatch swatch-${kind}"></i>${text}</li>`)}
      <li class="script-only muted">Drag to zoom, double-click to reset.</li>
    </ul>
    ${note === '' ? null : html`<p class="muted note">${note}</p>`}`;
}

/** Embedded JSON cannot end its script element or open a comment: no `<` is left in it. */
export function embed(data: ChartData): Html {
  return raw(
    `<script type="application/json" id="chart-data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  );
}
