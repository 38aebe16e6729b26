import type { LiveFigures } from '../load/live-load.ts';
import type { FaultEvent } from '../model/record.ts';

/** What a run tells while it goes on; the terminal decides how to show it. */
export interface Progress {
  /** A stage begins: `starting the target`. */
  stage(text: string): void;
  /** Something worth a line of its own. */
  note(text: string): void;
  /** While the load runs, a few times a second. */
  tick(state: LoadState): void;
  fault(event: FaultEvent): void;
}

export interface LoadState extends LiveFigures {
  readonly elapsedMs: number;
  readonly totalMs: number;
  readonly phase: string;
  /** Faults that are on. */
  readonly faults: readonly string[];
}
