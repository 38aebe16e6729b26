import type { Duration } from './time.ts';

/** Work that the target does on its own after it was asked to, such as a scan. */
export interface Job<Handle> {
  /** Asks for it, and gives back what it is known by. */
  start(): Handle;
  /** Whether it is done. */
  done(handle: Handle): boolean;
  /** How often `done` is asked. */
  readonly every: Duration;
  /** What takes longer has failed. */
  readonly within: Duration;
}
