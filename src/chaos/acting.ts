import type { FaultAction } from '../model/fault-action.ts';
import { added, type Exposure } from '../model/record.ts';
import { now } from '../system/clock.ts';
import type { Breakable, Proof } from './breakable.ts';
import { inTurn } from './in-turn.ts';

/** A fault that is made ready. Both read back what they did; `tell` takes what went otherwise than usual. */
export interface Acting {
  apply(tell: (escalation: string) => void): Promise<void>;
  /** Also takes back what was made ready. */
  heal(tell: (escalation: string) => void): Promise<void>;
}

/** What one fault is told, and to whom it tells. */
export interface Occasion {
  /** How long it will be on, in ms. */
  readonly forMs: number;
  /** Takes when it is seen to act, and to have ceased: `at`, as `now()` gives time. @default now */
  readonly seen: (what: 'felt' | 'clean', at?: number) => void;
  /** Takes all that has met it until now, since it was made ready. */
  readonly met: (exposure: Exposure) => void;
}

interface ActingSpec<A> {
  readonly name: string;
  readonly proofOf: (action: A) => Proof;
  /** Makes ready what takes time or must be in the undo log; nothing acts yet. */
  readonly prepare: (action: A, occasion: Occasion) => Acting | Promise<Acting>;
}

/** What is broken by one object a fault, from its preparation until it is healed; one change after another. */
export function breakableBy<A extends FaultAction>({ name, proofOf, prepare }: ActingSpec<A>): Breakable<A> {
  const ready = new Map<string, Acting>();
  /** By the fault, over all the times that it was on. */
  const exposures = new Map<string, Exposure>();
  const turn = inTurn();
  const onSeen: Parameters<NonNullable<Breakable['onSeen']>>[0][] = [];
  const onExposed: Parameters<NonNullable<Breakable['onExposed']>>[0][] = [];

  return {
    name,
    problems: () => [],
    proofOf,
    prepare: (fault, action, forMs) =>
      turn(async () => {
        if (ready.has(fault)) return;
        const before = exposures.get(fault);
        const occasion: Occasion = {
          forMs,
          seen(what, at = now()) {
            for (const tell of onSeen) tell(fault, what, at);
          },
          met(exposure) {
            const total = before === undefined ? exposure : added(before, exposure);
            exposures.set(fault, total);
            for (const tell of onExposed) tell(fault, total);
          },
        };
        ready.set(fault, await prepare(action, occasion));
      }),
    apply: (fault, _action, tell) => turn(async () => ready.get(fault)?.apply(tell)),
    heal: (fault, tell) =>
      turn(async () => {
        await ready.get(fault)?.heal(tell);
        ready.delete(fault);
      }),
    onSeen: (cb) => void onSeen.push(cb),
    onExposed: (cb) => void onExposed.push(cb),
  };
}
