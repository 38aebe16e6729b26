import { mulberry } from './random.ts';

/** What is killed, or stopped. */
export const victims = [
  'harness',
  'harness and guardian',
  'guardian',
  'Toxiproxy',
  'Toxiproxy, stopped',
  'harness, stopped',
] as const;
export type Victim = (typeof victims)[number];

export const stages = ['start', 'target up', 'armed', 'fault rising', 'fault on', 'healing', 'report'] as const;
export type Stage = (typeof stages)[number];

export const experiments = ['own', 'shared', 'kept'] as const;
export type Experiment = (typeof experiments)[number];

/** The stages in which a victim lives. */
const stagesOf: Record<Victim, readonly Stage[]> = {
  harness: stages,
  'harness and guardian': stages.slice(1),
  guardian: stages.slice(1, -1),
  Toxiproxy: ['fault rising', 'fault on', 'healing'],
  'Toxiproxy, stopped': ['fault rising', 'fault on', 'healing'],
  'harness, stopped': stages.slice(1, -1),
};

export interface Case {
  readonly index: number;
  readonly victim: Victim;
  readonly stage: Stage;
  readonly experiment: Experiment;
  /** Where in its stage, from 0 to 1. */
  readonly at: number;
}

/** One stage of the run of one experiment with one victim. */
type Stratum = Pick<Case, 'victim' | 'stage' | 'experiment'>;

const strata: readonly Stratum[] = victims.flatMap((victim) =>
  stagesOf[victim].flatMap((stage) => experiments.map((experiment) => ({ victim, stage, experiment }))),
);

/** Cases for ever, the same for the same seed: all strata in random order, each at a random moment, then all of them again. */
export function* casesOf(seed: number): Generator<Case, never> {
  const random = mulberry(seed);
  for (let index = 0; ;) {
    const order = strata.map((stratum) => ({ stratum, key: random() })).sort((a, b) => a.key - b.key);
    for (const { stratum } of order) yield { index: index++, ...stratum, at: random() };
  }
}
