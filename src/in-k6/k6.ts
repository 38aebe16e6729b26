/** What authored files get for `import … from 'k6'`: k6 itself, with checks that the current step hears of. */
import * as k6 from 'k6';
import { check } from './native.ts';

export * from 'k6';
export { check };
export default { ...k6, check };
