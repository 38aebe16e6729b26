import { toldPercentiles, type Verdict } from '../../model/verdict.ts';
import { formatMs } from '../format.ts';
import { limitsOf } from './chart-data.ts';
import { html, raw, type Html } from './html.ts';

const width = 1000;
const height = 240;
/** A percentile means something with so many requests beyond it: the rule of three, for a 95 % upper bound. */
const enough = 3;
/** Others lie too close to these for their names. */
const named = [50, 90, 95, 99, 99.9, 99.99, 100];
const plot = { left: 64, right: 976, top: 12, bottom: 204 };

/** How many nines of requests were at least so fast: latencies by percentile, with the limits on them; drawn without a script. */
export function distribution({ total, objectives }: Verdict): Html {
  const times = total.percentilesMs;
  if (times.length === 0) return html``;
  const limits = limitsOf(objectives);
  const most = Math.max(...times, ...limits.map(({ ms }) => ms));
  const least = Math.min(...times.map((ms) => Math.max(ms, 0.01)));
  const y = scale(Math.log10(least), Math.log10(Math.max(most, least * 2)), plot.bottom, plot.top);
  const yOf = (ms: number) => y(Math.log10(Math.max(ms, 0.01)));
  const x = scale(nines(toldPercentiles[0]), nines(100), plot.left, plot.right);
  const points = times
    .map((ms, i) => ({ ms, percent: toldPercentiles[i] ?? 100 }))
    .filter(({ percent }) => percent === 100 || total.requests * (1 - percent / 100) >= enough);
  const line = points.map(({ ms, percent }) => `${at(x(nines(percent)))},${at(yOf(ms))}`).join(' ');
  return html`<section id="distribution">
    <h2>Latency distribution</h2>
    <p class="muted note">
      Response times of all requests that succeeded, over the whole run, faults included. Of limits, those that hold
      while nothing is broken.
    </p>
    <svg class="distribution" viewBox="0 0 ${width} ${height}" role="img" aria-label="${described(points)}">
      ${decades(least, most).map(
        (ms) =>
          html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${at(yOf(ms))}" y2="${at(yOf(ms))}" />
            <text class="level" x="${plot.left - 8}" y="${at(yOf(ms) + 4)}">${formatMs(ms)}</text>`,
      )}
      ${limits.map(
        ({ ms, label }, i) =>
          html`<line class="limit" x1="${plot.left}" x2="${plot.right}" y1="${at(yOf(ms))}" y2="${at(yOf(ms))}" />
            <text
              class="label"
              x="${plot.right - (i % 3) * 240}"
              y="${at(yOf(ms) + (i === 0 && limits.length > 1 ? 14 : -4))}"
              >${label}</text
            >`,
      )}
      <polyline points="${raw(line)}" />
      ${points.map(
        ({ ms, percent }) =>
          html`<circle cx="${at(x(nines(percent)))}" cy="${at(yOf(ms))}" r="3"
              ><title>${nameOf(percent)} ${formatMs(ms)}</title></circle
            >
            ${named.includes(percent) ? tick(x(nines(percent)), percent, ms) : null}`,
      )}
    </svg>
  </section>`;
}

/** Powers of ten within the scale. */
function decades(least: number, most: number): number[] {
  const first = Math.ceil(Math.log10(least));
  const count = Math.max(0, Math.floor(Math.log10(most)) - first + 1);
  return Array.from({ length: count }, (_, i) => 10 ** (first + i));
}

function tick(x: number, percent: number, ms: number): Html {
  return html`<text class="tick" x="${at(x)}" y="${plot.bottom + 18}">${nameOf(percent)}</text>
    <text class="value" x="${at(x)}" y="${plot.bottom + 33}">${formatMs(ms)}</text>`;
}

/** Positions by the share of requests above: p90, p99 and p99.9 are as far apart as each other. The maximum stands behind the last. */
function nines(percent: number): number {
  return percent === 100 ? 4.5 : -Math.log10(1 - percent / 100);
}

function scale(fromLow: number, fromHigh: number, toLow: number, toHigh: number): (value: number) => number {
  return (value) => toLow + ((value - fromLow) / (fromHigh - fromLow)) * (toHigh - toLow);
}

function at(position: number): string {
  return position.toFixed(1);
}

function nameOf(percent: number): string {
  return percent === 100 ? 'max' : `p${percent}`;
}

function described(points: readonly { readonly ms: number; readonly percent: number }[]): string {
  return points.map(({ ms, percent }) => `${nameOf(percent)} ${formatMs(ms)}`).join(', ');
}
