import type { StepResult, Verdict } from '../../model/verdict.ts';
import { formatCount, formatMs, formatShare } from '../format.ts';
import { html, type Html } from './html.ts';
import { sparkline } from './sparkline.ts';

const width = 120;
const height = 14;

/** What each step of the journeys saw, over the whole run, or below the limit that it found. */
export function steps(verdict: Verdict): Html {
  const { steps, phases } = verdict;
  if (steps.length === 0) return html``;
  const scale = spreadScale(steps);
  return html`<section id="steps">
    <h2>Steps</h2>
    <p class="muted note">
      ${phases.some(({ phase }) => phase === 'overload') ? 'Up to the limit that was found' : 'Over the whole run, faults included'}.
      Response times are those of successful requests, as the user felt them: waiting for a connection, connecting, TLS,
      sending, waiting, receiving.
    </p>
    <table class="stack steps">
      <thead>
        <tr>
          <th>Step</th>
          <th class="num">Requests</th>
          <th class="num">Failed steps</th>
          <th class="num">Mean</th>
          <th class="num">p50</th>
          <th class="num">p95</th>
          <th class="num">p99</th>
          <th class="num">Max</th>
          <th class="spread">p50 – p95 – max</th>
          <th class="trend">p95 and failures over time</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map((step) => row(step, scale, verdict))}
      </tbody>
    </table>
  </section>`;
}

function row(step: StepResult, scale: Scale, run: Verdict): Html {
  const failed = step.steps === 0 ? '–' : `${formatCount(step.failedSteps)} of ${formatCount(step.steps)}`;
  const share =
    step.steps === 0 || step.failedSteps === 0
      ? null
      : html`<small>${formatShare(step.failedSteps / step.steps)}</small>`;
  const limited = step.limitedSteps === 0 ? null : html`<small>${formatCount(step.limitedSteps)} limited</small>`;
  return html`<tr>
    <th scope="row">${step.step}</th>
    <td data-name="Requests" class="num">${formatCount(step.requests)}</td>
    <td data-name="Failed steps" class="${step.failedSteps > 0 ? 'num bad' : 'num'}">${failed}${share}${limited}</td>
    <td data-name="Mean" class="num">${ms(step.meanMs)}</td>
    <td data-name="p50" class="num">${ms(step.p50Ms)}</td>
    <td data-name="p95" class="num">${ms(step.p95Ms)}</td>
    <td data-name="p99" class="num">${ms(step.p99Ms)}</td>
    <td data-name="Max" class="num">${ms(step.maxMs)}</td>
    <td class="spread">${spread(step, scale)}</td>
    <td data-name="Over time" class="trend">${sparkline(step.trend, run)}</td>
  </tr>`;
}

type Scale = (ms: number) => number;

/** One logarithmic scale for all steps, so that the rows can be compared by eye. */
function spreadScale(steps: readonly StepResult[]): Scale {
  const values = steps.flatMap(({ p50Ms, maxMs }) => [p50Ms ?? 0, maxMs ?? 0]).filter((value) => value > 0);
  const low = Math.log(Math.min(...values));
  const high = Math.log(Math.max(...values));
  return (value) => {
    const at = high > low ? (Math.log(Math.max(value, 1e-3)) - low) / (high - low) : 0.5;
    return Number((4 + Math.min(1, Math.max(0, at)) * (width - 8)).toFixed(1));
  };
}

function spread({ p50Ms, p95Ms, maxMs }: StepResult, scale: Scale): Html {
  if (p50Ms === null || p95Ms === null || maxMs === null) return html``;
  const [p50, p95, max] = [scale(p50Ms), scale(p95Ms), scale(maxMs)];
  const middle = height / 2;
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <line class="reach" x1="${p50}" x2="${max}" y1="${middle}" y2="${middle}" />
    <line class="usual" x1="${p50}" x2="${p95}" y1="${middle}" y2="${middle}" />
    <circle class="p50" cx="${p50}" cy="${middle}" r="3.5" />
    <line class="p95" x1="${p95}" x2="${p95}" y1="2" y2="${height - 2}" />
    <line class="max" x1="${max}" x2="${max}" y1="4" y2="${height - 4}" />
  </svg>`;
}

function ms(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
