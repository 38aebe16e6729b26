import type { ErrorExample } from '../model/record.ts';
import type { Stop } from './stops.ts';

/** What a run has to say about itself, collected while it goes on. */
export interface Findings {
  readonly problems: string[];
  readonly left: string[];
  scriptErrors: readonly string[];
  errorExamples: readonly ErrorExample[];
  /** See `Ending`. */
  edgeLostMs: number | null;
  t0: number | null;
  loadMs: number;
  k6Exit: number | null;
  stopped: Stop | null;
}

export function noFindings(): Findings {
  return {
    ...{ problems: [], left: [], scriptErrors: [], errorExamples: [] },
    ...{ edgeLostMs: null, t0: null, loadMs: 0, k6Exit: null, stopped: null },
  };
}
