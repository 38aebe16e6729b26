import type { PhaseName } from '../model/slo.ts';
import type { Timeline } from './phases.ts';

const aboutFault = /^(fault|edge|recovery):(.+)$/;

/** Which phases of this run an objective is about. */
export interface Selection {
  readonly phases: ReadonlySet<string>;
  /** Every request of the run, also those before the load. */
  readonly all: boolean;
  /** Faults whose phases are among them. */
  readonly faults: readonly string[];
}

/** The phases of this run that `during` names; those of faults and stages that it does not have are left out. */
export function selectPhases(during: readonly PhaseName[], timeline: Timeline): Selection {
  const ids = timeline.windows.map(({ planned }) => planned.id);
  const phases = new Set<string>();
  const faults = new Set<string>();
  for (const name of during) {
    const [, kind, id] = aboutFault.exec(name) ?? [];
    if (kind === undefined) {
      if (isStage(name, timeline)) phases.add(name);
      continue;
    }
    if (kind === 'recovery' && timeline.recoveryMs === 0) continue;
    for (const fault of id === '*' ? ids : ids.filter((known) => known === id)) {
      phases.add(`${kind}:${fault}`);
      faults.add(fault);
    }
  }
  return { phases, all: during.includes('all'), faults: [...faults] };
}

function isStage(name: string, { warmUpMs }: Timeline): boolean {
  return name === 'steady' || name === 'cooldown' || (name === 'warmup' && warmUpMs > 0);
}

/** The same phases without those of some faults. */
export function without(selection: Selection, faults: readonly string[]): Selection {
  const phases = [...selection.phases].filter((phase) => !faults.includes(aboutFault.exec(phase)?.[2] ?? ''));
  return { ...selection, phases: new Set(phases) };
}
