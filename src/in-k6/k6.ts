/** What authored files get for `import … from 'k6'`: k6 itself, with checks that the current step hears of. */
import { check as k6Check } from 'k6';
import { noteFailure, stepEnd } from './current-step.ts';

export * from 'k6';
export { default } from 'k6';

export const check: typeof k6Check = (...args) => {
  // An answer that turns the user away as it is meant to is not the one that is checked.
  if (stepEnd()?.outcome === 'limited') return false;
  const held = (k6Check as (...all: unknown[]) => boolean)(...args);
  if (!held) noteFailure('check');
  return held;
};
