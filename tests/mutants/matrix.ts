import type { Verdict } from '../../src/model/verdict.ts';
import { nameOf, type Mutant } from './mutants.ts';
import type { Played } from './play.ts';

/** `other`: the run is not green, and not because of the objective that is meant to see it. */
export type Sight = 'caught' | 'other' | 'missed';

export interface Row {
  readonly at: string;
  readonly mutant: string;
  readonly experiment: string;
  readonly seenBy: string;
  readonly proofload: Sight;
  readonly thresholds: Sight;
  readonly averages: Sight;
  /** The objectives that failed, or why there is no verdict. */
  readonly red: string;
}

/**
 * What each way of judging has seen of a mutant. Thresholds and averages are given credit for whatever is red, unless it
 * is red with the healthy twin, too: then it tells nothing.
 */
export function rowOf(mutant: Mutant, played: Played, twin: Played): Row {
  const red = failures(played.proofload);
  return {
    at: new Date().toISOString(),
    mutant: nameOf(mutant),
    experiment: mutant.experiment,
    seenBy: mutant.seenBy,
    proofload: red.includes(mutant.seenBy) ? 'caught' : played.proofload.verdict === 'pass' ? 'missed' : 'other',
    thresholds: seen(played.thresholds, twin.thresholds),
    averages: seen(played.averages, twin.averages),
    red: red.length > 0 ? red.join(', ') : played.proofload.sentence,
  };
}

function seen(mutant: Verdict, twin: Verdict): Sight {
  const usual = new Set(failures(twin));
  return failures(mutant).some((name) => !usual.has(name)) ? 'caught' : 'missed';
}

export function failures({ objectives }: Verdict): string[] {
  return [...new Set(objectives.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name))];
}
