import type { NetworkAction } from '../model/faults/network.ts';
import type { Way } from '../model/meeting.ts';
import type { Entered } from '../undo/undo-log.ts';
import type { Breakable } from './breakable.ts';
import { kindOf } from './fault-kinds.ts';
import { inTurn } from './in-turn.ts';
import { stagesOf } from './stages.ts';
import { slowsByMs } from './visible.ts';

/** What is on an edge, by the ids of the faults. */
export type Faults = ReadonlyMap<string, NetworkAction>;

/** One set of faults in place of another. */
export interface Change {
  /** In words, to be followed by `failed`. */
  readonly what: string;
  readonly from: Faults;
  readonly to: Faults;
  readonly withinMs: number;
}

export interface EdgeFaultsSpec {
  readonly name: string;
  /** Where its connections are counted; undefined: they are none of this machine's. */
  readonly way: Way | undefined;
  /** Enters what a fault will do in the undo log. */
  readonly enter: (fault: string, action: NetworkAction) => Promise<readonly Entered[]>;
  /** Read back when it resolves; rejects when it may not have been done. `tell` takes what went otherwise than usual. */
  readonly change: (change: Change, tell: (escalation: string) => void) => Promise<void>;
}

const applyWithinMs = 1_000;
const healWithinMs = 500;

/** Knows which faults are on an edge, and makes one change after another. */
export function edgeFaults({ name, way, enter, change }: EdgeFaultsSpec): Breakable<NetworkAction> {
  let faults: Faults = new Map<string, NetworkAction>();
  const entered = new Map<string, readonly Entered[]>();
  const turn = inTurn();

  const prepare = async (fault: string, action: NetworkAction): Promise<void> => {
    if (!entered.has(fault)) entered.set(fault, await enter(fault, action));
  };
  const undone = async (fault: string): Promise<void> => {
    const entries = entered.get(fault) ?? [];
    entered.delete(fault);
    await Promise.all(entries.map((entry) => entry.undone()));
  };

  return {
    name,
    problems: (action) => stagesOf(action).flatMap((stage) => kindOf(stage).problems(stage)),
    proofOf(action) {
      const slower = slowsByMs(action);
      return slower === null ? { kind: 'assumed' } : { kind: 'probes', at: [name], slowsByMs: slower };
    },
    way,
    meets(action) {
      if (way === undefined) return undefined;
      // Those that it ends, or does not let in, leave no trace.
      return kindOf(action).connections === 'stay'
        ? { ways: [way], which: 'used' }
        : { ways: [{ port: way.port }], which: 'cut' };
    },
    stages: stagesOf,
    prepare: (fault, action) => turn(() => prepare(fault, action)),
    apply: (fault, action, tell) =>
      turn(async () => {
        await prepare(fault, action);
        const from = faults;
        // Also when it fails: part of it may be on then, and has to be healed.
        faults = new Map([...from, [fault, action]]);
        await change({ what: `putting ${fault} on ${name}`, from, to: faults, withinMs: applyWithinMs }, tell);
      }),
    heal: (fault, tell) =>
      turn(async () => {
        const to = new Map([...faults].filter(([id]) => id !== fault));
        if (faults.has(fault)) {
          await change({ what: `taking ${fault} off ${name}`, from: faults, to, withinMs: healWithinMs }, tell);
          faults = to;
        }
        await undone(fault);
      }),
  };
}
