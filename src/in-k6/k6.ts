/** What authored files get for `import … from 'k6'`: k6 itself, with checks that the current step hears of. */
import * as k6 from 'k6';
import { noteFailure, stepEnd } from './native.ts';

export * from 'k6';
export { default } from 'k6';

// Under a name of ours it is looked up once; what is imported from k6, each time.
const k6Check = k6.check as (...all: unknown[]) => boolean;

/** Without a list of the rest, which k6's interpreter builds and takes apart again for 6 µs. */
export const check: typeof k6.check = (value: unknown, conditions: unknown, tags?: object) => {
  // An answer that turns the user away as it is meant to is not the one that is checked.
  if (stepEnd()?.outcome === 'limited') return false;
  const held = tags === undefined ? k6Check(value, conditions) : k6Check(value, conditions, tags);
  if (!held) noteFailure('check');
  return held;
};
