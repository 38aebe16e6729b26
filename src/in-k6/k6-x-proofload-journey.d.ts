/** What `go/k6/journey` gives to the runtime in k6. Times are in ms, Unix times too. */
declare module 'k6/x/proofload/journey' {
  import type { check as k6Check } from 'k6';
  import type { RefinedResponse, ResponseType } from 'k6/http';

  /** Why a step failed. `exception`: its own code threw. */
  type FailureKind = 'timeout' | 'refused' | 'reset' | 'network' | 'status' | 'check' | 'exception';

  /** How a step ends otherwise than well. `censored`: what it waited for was not over when its user's time was. */
  interface StepEnd {
    readonly outcome: 'failed' | 'limited' | 'censored';
  }

  /**
   * How this user takes a journey.
   *
   * @param name goes into the tag `journey` of what is measured in its steps
   * @param thinks a `PlannedThink`
   * @param tell is called when the body of a step throws though nothing had failed
   * @param over what `step` throws to end a pass early
   */
  function newJourney(
    name: string,
    thinks: object,
    tell: (step: string, error: unknown) => void,
    over: unknown,
  ): {
    /** Takes a step and then thinks. Throws when the user's time is over, and when the step did not end well. */
    readonly step: <T>(name: string, body: () => T) => T;
    /** Waits as after a step. */
    readonly think: () => void;
  };

  /** @param untilMs from then on no step begins; the others seed what is drawn in this pass */
  function beginPass(untilMs: number, seed: number, user: number, pass: number): void;
  /** A number in [0, 1). */
  function random(): number;
  /** Sleeps, and records how much longer than asked; not at all for 0 ms and less. */
  function pause(ms: number): void;

  function isInStep(): boolean;
  /** How the step will end, as far as is known; outside of a step, how the last one ended. Undefined = well. */
  function stepEnd(): StepEnd | undefined;
  /** Takes back what was noted, or notes it again. */
  function setStepEnd(end: StepEnd | undefined): void;
  /** Of this user, since it began. */
  function failedChecks(): number;
  function sentRequests(): number;
  /** The first note on a step counts: what follows is mostly its consequence. */
  function noteFailure(kind: FailureKind): void;
  function noteCensored(): void;

  /** Of a closed profile the users are there whose time it is, of an open one those that are in a pass. */
  function arrive(): void;
  function leave(): void;
  /** How late the pass of an arrival begins. @param queued it was due before any user was free */
  function noteStart(lagMs: number, queued: boolean): void;
  /** Says whether the target may turn users away. */
  function expectLimits(whether: boolean): void;
  /**
   * Hears of a response, which it gives back: counts it, notes a failure or a limit, and charges that of an arrival with
   * how late its pass began.
   *
   * @param failed the author's word on it @default what k6 thinks of the status
   */
  function answered<T extends RefinedResponse<ResponseType | undefined>>(response: T, failed?: boolean): T;
  /** k6's own, of which the step hears. */
  const check: typeof k6Check;
}
