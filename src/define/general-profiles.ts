import { breakpoint, users } from './profile.ts';

/**
 * Loads of which every scenario has the use: `--profile peak` takes one by name, and `profiles: { ...profiles, mine }`
 * lists them with a scenario's own. A profile of the scenario's own with the same name goes first.
 */
export const profiles = {
  /** The load of any day. */
  normal: users(500, { for: '30m', rampUp: '1m' }),
  /** The most that is expected. */
  peak: users(2000, { for: '15m', rampUp: '2m' }),
  /** More than is expected. */
  stress: users(5000, { for: '10m', rampUp: '2m' }),
  /** The same load for long enough to compare one build with another. */
  'steady-100': users(100, { for: '10m', rampUp: '10s' }),
  'steady-1000': users(1000, { for: '10m', rampUp: '1m' }),
  /** Where it ends. */
  breakpoint: breakpoint({ users: { from: 10, to: 2000 }, over: '20m' }),
} as const;
