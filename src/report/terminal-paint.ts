import type { ObjectiveVerdict, RunVerdict } from '../model/verdict.ts';

export type Paint = (text: string) => string;
export type Style = 'bold' | 'dim' | ObjectiveVerdict | RunVerdict;

/** Codes of ANSI terminals. */
export const codes = {
  bold: '1',
  dim: '2',
  pass: '32',
  warn: '33',
  fail: '31',
  inconclusive: '35',
  invalid: '35',
  info: '2',
  'not-evaluated': '2',
} as const satisfies Record<Style, string>;

/** Before every line of a table. */
export const margin = '  ';
