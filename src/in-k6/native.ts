import * as native from 'k6/x/proofload/journey';

/**
 * What our k6 does in Go for each step: in JavaScript it would cost as much as the request itself. Under names of ours
 * it is looked up once; what is imported from k6, each time.
 */
export const {
  newJourney,
  beginPass,
  random,
  pause,
  isInStep,
  stepEnd,
  setStepEnd,
  failedChecks,
  sentRequests,
  noteFailure,
  noteCensored,
  arrive,
  leave,
  noteStart,
  expectLimits,
  answered,
  check,
} = native;
