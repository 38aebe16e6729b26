/** Every exit code of the program, with its meaning. The first that applies of 6, 3, 4, 5 wins. */
export const exitCodes = {
  pass: { code: 0, meaning: 'every objective passed (warnings allowed; --strict turns them into 3)' },
  bug: { code: 1, meaning: 'a defect in Proofload itself' },
  usage: { code: 2, meaning: 'bad usage or bad input; nothing was started' },
  failed: { code: 3, meaning: 'at least one objective failed' },
  regression: { code: 4, meaning: 'regression against the baseline' },
  invalid: { code: 5, meaning: 'the run is invalid or an objective is inconclusive' },
  unclean: { code: 6, meaning: 'cleanup is incomplete; something may still be broken or running' },
  environment: { code: 7, meaning: 'the environment lacks something: k6, a port, a database, Docker' },
  interrupted: { code: 130, meaning: 'interrupted by Ctrl-C; reports were still written' },
  terminated: { code: 143, meaning: 'ended by SIGTERM; reports were still written' },
} as const;

export type ExitReason = keyof typeof exitCodes;
