import type { Plan } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import type { LiveObjective } from '../verdict/live-objectives.ts';
import type { LoadSoFar } from './live-load.ts';
import type { ActiveFault, NextFault } from './live-phase.ts';

/** What a run tells while it goes on; the command line decides how to show it. */
export interface Progress {
  /** A stage begins: `starting the target`. */
  stage(text: string): void;
  /** Something worth a line of its own. */
  note(text: string): void;
  /** The load was released. */
  loadStarted(plan: Plan): void;
  /** While the load runs, a few times a second. */
  tick(state: LoadState): void;
  fault(event: FaultEvent): void;
}

export interface LoadState extends LoadSoFar {
  readonly elapsedMs: number;
  readonly totalMs: number;
  readonly phase: string;
  /** Load that is meant: users of a closed profile, arrivals a second of an open one. */
  readonly level: number;
  readonly faults: readonly ActiveFault[];
  readonly nextFault: NextFault | null;
  readonly objectives: readonly LiveObjective[];
}
