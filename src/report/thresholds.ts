import type { Verdict } from '../model/verdict.ts';
import { plain } from './plain-text.ts';

/** A threshold of a plain script as every report shows it. */
export interface ThresholdRow {
  readonly threshold: string;
  /** As the expression has it: ms, a share, a count. */
  readonly observed: string;
  readonly outcome: 'holds' | 'is crossed' | 'not recorded';
}

export const thresholdsTitle = "The script's own thresholds (shown, not judged)";

export function thresholdRows({ thresholds }: Verdict): ThresholdRow[] {
  return thresholds.map(({ metric, expression, observed, holds }) => ({
    threshold: plain(`${metric}: ${expression}`),
    observed: observed === null ? '–' : String(Number(observed.toPrecision(4))),
    outcome: holds === null ? 'not recorded' : holds ? 'holds' : 'is crossed',
  }));
}
