import { exitCodes, type ExitReason } from './exit-code.ts';
import type { Place } from './place.ts';

/** One thing that is wrong, and where. `hint` says what to do next. */
export interface Problem {
  readonly message: string;
  readonly place?: Place | undefined;
  readonly hint?: string | undefined;
}

export interface ErrorDetails {
  readonly hint?: string | undefined;
  readonly exit?: ExitReason;
  readonly location?: Place | undefined;
  readonly cause?: unknown;
  /** Several problems of one or more files, told together. */
  readonly problems?: readonly Problem[];
}

/**
 * The one error class for everything that a user can cause or must act on.
 *
 * `code` is stable and documented; `exitCode` is what the process ends with.
 */
export class ProofloadError extends Error {
  override readonly name = 'ProofloadError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: number;
  readonly location: Place | undefined;
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.exitCode = exitCodes[details.exit ?? 'usage'].code;
    this.location = details.location;
    this.problems = details.problems ?? [];
  }
}
