import { mostStartLagMs } from './breakpoint.ts';

/**
 * What the measurement itself has to keep to. Beyond a limit the numbers of a run are those of the generator as well, and
 * say nothing certain about the target. Times in ms, shares from 0 to 1.
 */
export interface ValidityLimits {
  /** Of the users that were meant, so many must have been there, in the mean. */
  readonly presentUsers: number;
  /** Of the passes that were due in an open profile, so many must have begun. */
  readonly begunPasses: number;
  /** How late one pass in twenty of an open profile may begin (p95), away from faults. */
  readonly passLatenessMs: number;
  /** How late one sleep in ten of k6's users may wake up (p90); single ones are late on any busy machine. */
  readonly sleepLatenessMs: number;
  /** Share of seconds in which k6 may use nine tenths of its processors or more. */
  readonly busyGenerator: number;
  /** Share of the memory that k6 can have at all. */
  readonly generatorMemory: number;
  /** How late the harness itself may be, ever. */
  readonly harnessLatenessMs: number;
  /** The same around the edges of faults, which it observes. */
  readonly edgeLatenessMs: number;
  /** Share of the machine's time that its hypervisor may take away. */
  readonly steal: number;
  readonly clockStepMs: number;
  /** The recorder speaks once a second. */
  readonly streamSilenceMs: number;
  /** Longest stretch of the load without any sample of k6, which has one a second at least. */
  readonly unseenMs: number;
  /** Longest stretch of the load that the harness did not watch, or in which k6 told it nothing of itself. */
  readonly unsampledMs: number;
}

/** Chosen far from what healthy runs show on two shared processors that other work keeps busy, see docs/how-it-works.md. */
export const defaultValidityLimits: ValidityLimits = {
  presentUsers: 0.95,
  begunPasses: 0.99,
  passLatenessMs: mostStartLagMs,
  sleepLatenessMs: 20,
  busyGenerator: 0.1,
  generatorMemory: 0.8,
  harnessLatenessMs: 2000,
  edgeLatenessMs: 500,
  steal: 0.2,
  clockStepMs: 50,
  streamSilenceMs: 5000,
  unseenMs: 3000,
  unsampledMs: 5000,
};
