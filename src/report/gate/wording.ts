import { plural } from '../format.ts';
import { plain } from '../plain-text.ts';
import { looks, lookOf, sentenceAfterWord, tally } from '../wording.ts';
import { gateExitCode, type Gate, type GateExperiment } from './gate.ts';

/** How the gate as a whole is shown. */
export function gateLook({ experiments }: Gate): { readonly kind: 'pass' | 'warn' | 'fail'; readonly done: string } {
  if (gateExitCode(experiments) !== 0) return { kind: 'fail', done: 'Not passed' };
  const warned = experiments.some(({ verdict }) => verdict?.verdict === 'warn');
  return warned ? { kind: 'warn', done: looks.warn.done } : { kind: 'pass', done: looks.pass.done };
}

/** `2 of 3 experiments passed, 1 was not run`. */
export function gateSentence({ experiments }: Gate): string {
  const passed = experiments.filter(({ exitCode }) => exitCode === 0).length;
  const notRun = experiments.filter(({ verdict }) => verdict === null).length;
  const were = notRun === 0 ? '' : `, ${notRun} ${notRun === 1 ? 'was' : 'were'} not run`;
  return `${passed} of ${plural(experiments.length, 'experiment')} passed${were}`;
}

export interface ExperimentLine {
  readonly kind: keyof typeof looks;
  readonly word: string;
  readonly experiment: string;
  readonly sentence: string;
  /** `1 failed, 12 passed`; empty for one that was not run. */
  readonly objectives: string;
}

export function experimentLine({ experiment, verdict, why }: GateExperiment): ExperimentLine {
  if (verdict === null)
    return {
      kind: 'not-evaluated',
      word: 'not run',
      experiment: plain(experiment),
      sentence: plain(why),
      objectives: '',
    };
  const { kind, word } = lookOf(verdict);
  const objectives = tally(verdict).map(({ text }) => text);
  return {
    kind,
    word,
    experiment: plain(experiment),
    sentence: sentenceAfterWord(verdict),
    objectives: objectives.join(', '),
  };
}
