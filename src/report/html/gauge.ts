import type { ObjectiveResult } from '../../model/verdict.ts';
import { hasLimit } from '../wording.ts';
import { html, type Html } from './html.ts';

const width = 96;
const height = 12;
/** Where the limit stands on the gauge; what lies beyond it has the rest. */
const limitAt = 0.64;

/** How much of what the limit allows was used: a bar, and a tick where the limit is. */
export function gauge(objective: ObjectiveResult): Html {
  const { observed, observedLow, observedHigh, target, critical } = objective;
  if (observed === null || !hasLimit(objective)) return html``;
  const at = (value: number) => round(Math.min(1, used(objective, value) * limitAt) * width);
  const end = objective.censored ? width : at(observed);
  const isOver = objective.censored || used(objective, observed) * limitAt > 1;
  const error =
    observedLow === null || observedHigh === null || objective.censored
      ? []
      : [at(observedLow), at(observedHigh)].sort((a, b) => a - b);
  const [from = 0, to = 0] = error;
  return html`<svg
    class="gauge"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    aria-hidden="true"
  >
    <rect class="track" y="4" width="${width}" height="4" rx="2" />
    <rect class="used" y="4" width="${Math.max(end, 1)}" height="4" rx="2" />
    ${
      to - from >= 2 ? html`<rect class="error" x="${from}" y="2.5" width="${round(to - from)}" height="7" />` : null
    }${isOver ? html`<path class="beyond" d="M${width - 5} 1.5l5 4.5-5 4.5z" />` : null}
    <rect class="limit" x="${at(target) - 1}" width="2" height="${height}" rx="1" />
    ${
      critical === null
        ? null
        : html`<rect class="limit" x="${Math.min(at(critical), width) - 2}" width="2" height="${height}" rx="1" />`
    }
  </svg>`;
}

/** 1 = the limit. For a share that must be high, what is missing to all is what counts: 99.9 % of 99 % used a tenth. */
function used({ unit, atMost, target }: ObjectiveResult, value: number): number {
  const [amount, allowed] = !atMost && unit === 'share' ? [1 - value, 1 - target] : [value, target];
  if (allowed > 0) return Math.max(0, amount / allowed);
  return amount > 0 ? Infinity : 0;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
