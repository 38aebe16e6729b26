/** Why a step failed. `exception`: its own code threw. */
export type FailureKind = 'timeout' | 'refused' | 'reset' | 'network' | 'status' | 'check' | 'exception';

/**
 * The step that this virtual user is in. One variable serves, since each user has an interpreter of its own
 * and steps are synchronous.
 */
let failure: FailureKind | undefined;

export function beginStep(): void {
  failure = undefined;
}

/** The first failure counts: what follows is mostly its consequence. */
export function noteFailure(kind: FailureKind): void {
  failure ??= kind;
}

export function stepFailure(): FailureKind | undefined {
  return failure;
}
