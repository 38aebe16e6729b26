/** What authored files get for `import … from 'k6'`: k6 itself, with checks that the current step hears of. */
import { check as k6Check } from 'k6';
import { noteFailure, stepEnd } from './current-step.ts';

export * from 'k6';
export { default } from 'k6';

type Check = (...all: unknown[]) => boolean;

/** Without a list of the rest, which k6's interpreter builds and takes apart again for 6 µs. */
export const check: typeof k6Check = (value: unknown, conditions: unknown, tags?: object) => {
  // An answer that turns the user away as it is meant to is not the one that is checked.
  if (stepEnd()?.outcome === 'limited') return false;
  const held = tags === undefined ? (k6Check as Check)(value, conditions) : (k6Check as Check)(value, conditions, tags);
  if (!held) noteFailure('check');
  return held;
};
