import type { Estimate } from './statistics.ts';

/** One figure of a part, and what it should be. */
export interface Figure {
  readonly what: string;
  /** Absent: a ratio or a count. */
  readonly unit?: string;
  readonly value: Estimate | number;
  readonly goal?: string;
  readonly met?: boolean;
}

/** What one part of the benchmarks found out, and when. */
export interface Part {
  readonly name: string;
  readonly at: string;
  /** Of the minute before it began: what else the machine did. Absent where nobody looked. */
  readonly loadAverage?: number;
  readonly figures: readonly Figure[];
}

/** All parts as they were run last. */
export interface Results {
  readonly version: 1;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
}
