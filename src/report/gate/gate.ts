import type { Verdict } from '../../model/verdict.ts';

/** One experiment of a gate. */
export interface GateExperiment {
  readonly experiment: string;
  readonly exitCode: number;
  /** Null: it was not run. */
  readonly verdict: Verdict | null;
  /** Why it was not run; empty for one that was. */
  readonly why: string;
  /** Folder of its run, relative to that of the gate's reports. */
  readonly folder: string | null;
}

/** A gate that was run: all its experiments, in their order. */
export interface Gate {
  readonly id: string;
  readonly name: string;
  /** ISO time, UTC. */
  readonly startedAt: string;
  readonly experiments: readonly GateExperiment[];
}

/** The first that applies: interrupted, then as for a single run 6, 3, 4, 5, then what kept experiments from running. */
const order = [130, 143, 6, 3, 4, 5, 7, 2, 1];

export function gateExitCode(experiments: readonly Pick<GateExperiment, 'exitCode'>[]): number {
  const known = order.find((code) => experiments.some(({ exitCode }) => exitCode === code));
  return known ?? experiments.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
}

/** The experiments by what they mean for the gate, the worst first; warnings before passes. */
export function worstFirst(experiments: readonly GateExperiment[]): GateExperiment[] {
  const rank = ({ exitCode, verdict }: GateExperiment): number => {
    if (exitCode === 0) return order.length + (verdict?.verdict === 'warn' ? 1 : 2);
    const place = order.indexOf(exitCode);
    return place < 0 ? order.length : place;
  };
  return [...experiments].sort((a, b) => rank(a) - rank(b));
}
