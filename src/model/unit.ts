/** `number`: a metric that has no unit. `…/h`: growth an hour. */
export type Unit =
  'ms' | 'share' | '/s' | '/min' | 'users' | 'number' | 'bytes' | 'ms/h' | 'share/h' | '/h' | 'bytes/h';
