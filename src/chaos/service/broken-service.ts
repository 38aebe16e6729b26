import type { Exit } from '../../system/child.ts';
import type { CpuLimit } from '../../system/cpu-limit.ts';

/** A service of the target that the run started, as faults see it. */
export interface BrokenService {
  readonly name: string;
  /** How long it has to end when it is asked to, in ms. */
  readonly stopTimeoutMs: number;
  /** What it answers once it is ready; null for what speaks no HTTP. */
  readonly readyUrl: string | null;
  /** Its own small disk. */
  readonly disk: string | null;
  /** What its clock follows. */
  readonly clockFile: string | null;
  /** Makes it stand still, read back; gives what lets go on what then stood still. @throws Error when it does not run */
  suspend(): Promise<() => Promise<void>>;
  /** Makes a limit of its CPU ready, which nothing is held to yet. */
  prepareCpuLimit(cpus: number): Promise<CpuLimit>;
  /** Of a container: cuts it off from everybody, and lets it be reached again at the same port. */
  readonly network: { leave(): Promise<void>; join(): Promise<void> } | null;
  /** Ends it at once, or asks it to end and kills it when its time is over; gives how it ended. That is no crash. */
  end(how: 'killed' | 'asked'): Promise<Exit>;
  /** Starts it again on its port; resolves when it is ready. Does nothing while it runs. */
  start(): Promise<void>;
}
