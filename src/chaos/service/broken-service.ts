import type { Child, Exit } from '../../system/child.ts';

/** A service of the target that the run started, as faults see it. */
export interface BrokenService {
  readonly name: string;
  /** The process that runs now, or ran last. */
  readonly child: Child;
  /** How long it has to end when it is asked to, in ms. */
  readonly stopTimeoutMs: number;
  /** What it answers once it is ready; null for what speaks no HTTP. */
  readonly readyUrl: string | null;
  /** Its own small disk. */
  readonly disk: string | null;
  /** What its clock follows. */
  readonly clockFile: string | null;
  /** Ends it at once, or asks it to end and kills it when its time is over; gives how it ended. That is no crash. */
  end(how: 'killed' | 'asked'): Promise<Exit>;
  /** Starts it again on its port; resolves when it is ready. Does nothing while it runs. */
  start(): Promise<void>;
}
