import type { FaultResult } from '../../model/verdict.ts';
import type { StepTrend } from '../../model/course.ts';
import { formatMs, formatShare } from '../format.ts';
import { html, raw, type Html } from './html.ts';

const width = 150;
const height = 26;

/** A line for the p95 from 0 to its highest, bars from below for the share that failed, bands where faults were felt. */
export function sparkline(
  { stretchMs, p95Ms, errorRate }: StepTrend,
  { faults, durationMs }: { readonly faults: readonly FaultResult[]; readonly durationMs: number },
): Html {
  const highest = Math.max(...p95Ms.map((value) => value ?? 0));
  const x = (ms: number) => at((Math.min(ms, durationMs) / durationMs) * width);
  const bars = errorRate.flatMap((share, i): Html[] => {
    if (share === null || share === 0) return [];
    const [from, tall] = [i * stretchMs, Math.max(1, share * height)];
    return [
      html`<rect
        class="failed"
        x="${x(from)}"
        y="${at(height - tall)}"
        width="${wide(from, from + stretchMs)}"
        height="${at(tall)}"
      />`,
    ];
  });
  const bands = faults.flatMap(({ feltMs, cleanMs }): Html[] =>
    feltMs === null
      ? []
      : [
          html`<rect
            class="band"
            x="${x(feltMs)}"
            width="${wide(feltMs, cleanMs ?? durationMs)}"
            height="${height}"
          />`,
        ],
  );
  return html`<svg
    class="spark"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${described(highest, errorRate)}"
  >
    ${bands} ${bars}
    ${highest === 0 ? null : html`<path d="${raw(line(p95Ms, (value) => 2 + (1 - value / highest) * (height - 4)))}" />`}
  </svg>`;

  function wide(fromMs: number, toMs: number): string {
    return at(Math.max(0.5, ((Math.min(toMs, durationMs) - fromMs) / durationMs) * width));
  }

  /** Broken off where there was nothing; a stretch by itself is a short dash. */
  function line(values: readonly (number | null)[], y: (value: number) => number): string {
    return values
      .map((value, i) => {
        if (value === null) return '';
        const isFirst = (values[i - 1] ?? null) === null;
        const isAlone = isFirst && (values[i + 1] ?? null) === null;
        const middle = `${x((i + 0.5) * stretchMs)} ${at(y(value))}`;
        return `${isFirst ? 'M' : 'L'}${middle}${isAlone ? 'h1.5' : ''}`;
      })
      .join('');
  }
}

function described(highest: number, errorRate: StepTrend['errorRate']): string {
  const worst = Math.max(0, ...errorRate.map((share) => share ?? 0));
  const failed = worst === 0 ? 'nothing failed' : `up to ${formatShare(worst)} failed`;
  return highest === 0 ? `no request succeeded, ${failed}` : `p95 up to ${formatMs(highest)}, ${failed}`;
}

function at(position: number): string {
  return String(Number(position.toFixed(1)));
}
