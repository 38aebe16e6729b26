/** Why a step failed. `exception`: its own code threw. */
export type FailureKind = 'timeout' | 'refused' | 'reset' | 'network' | 'status' | 'check' | 'exception';

/** How a step ends otherwise than well. `censored`: what it waited for was not over when its user's time was. */
export type StepEnd =
  | { readonly outcome: 'failed'; readonly kind: FailureKind }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number }
  | { readonly outcome: 'censored' };

/**
 * The step that this virtual user is in. One variable serves, since each user has an interpreter of its own
 * and steps are synchronous.
 */
let inside = false;
let end: StepEnd | undefined;
/** Of this user, since it began. */
let checksFailed = 0;
let requestsSent = 0;

export function beginStep(): void {
  inside = true;
  end = undefined;
}

export function endStep(): StepEnd | undefined {
  inside = false;
  return end;
}

export function isInStep(): boolean {
  return inside;
}

/** How the step will end, as far as is known; undefined = well. */
export function stepEnd(): StepEnd | undefined {
  return end;
}

/** Takes back what was noted, or notes it again. */
export function setStepEnd(to: StepEnd | undefined): void {
  end = to;
}

export function noteRequest(): void {
  requestsSent++;
}

export function sentRequests(): number {
  return requestsSent;
}

export function failedChecks(): number {
  return checksFailed;
}

/** The first note counts: what follows is mostly its consequence. */
export function noteFailure(kind: FailureKind): void {
  if (kind === 'check') checksFailed++;
  end ??= { outcome: 'failed', kind };
}

export function noteLimited(retryAfterMs: number): void {
  end ??= { outcome: 'limited', retryAfterMs };
}

export function noteCensored(): void {
  end ??= { outcome: 'censored' };
}
