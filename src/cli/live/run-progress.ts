import type { Judged } from '../../run/judge-folder.ts';
import type { Progress } from '../../run/progress.ts';

/** How a run is shown from its beginning to its verdict. */
export interface RunProgress extends Progress {
  /** From now on keys may end the run. */
  listen(): void;
  /** What was drawn while it ran goes away. Called in any case, also after an error, and may be called again. */
  end(): void;
  verdict(judged: Judged, exitCode: number): void;
}
