import { slotEnd, slotMs, type Span } from '../model/timeline.ts';
import { phasesOf, type Timeline } from './phases.ts';

/** A slot and the phases of what starts in it. */
export interface Slot extends Span {
  readonly phases: readonly string[];
  /** The first moment after the slot at which a fault may act; a request of the slot that gets there has crossed. */
  readonly nextEdgeMs: number;
}

/** Tells to which phases the requests of a cell belong. */
export class Assignment {
  readonly #timeline: Timeline;
  readonly #slots = new Map<number, Slot>();
  readonly #ends = new Map<number, number>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  slot(startMs: number): Slot {
    const known = this.#slots.get(startMs);
    if (known !== undefined) return known;
    const toMs = this.slotEnd(startMs);
    let nextEdgeMs = Infinity;
    for (const { fromMs } of this.#timeline.windows) if (fromMs >= toMs && fromMs < nextEdgeMs) nextEdgeMs = fromMs;
    const slot = { fromMs: startMs, toMs, phases: phasesOf({ fromMs: startMs, toMs }, this.#timeline), nextEdgeMs };
    this.#slots.set(startMs, slot);
    return slot;
  }

  slotEnd(startMs: number): number {
    let end = this.#ends.get(startMs);
    if (end === undefined) {
      end = slotEnd(startMs, this.#timeline.fine);
      this.#ends.set(startMs, end);
    }
    return end;
  }

  /** Whether requests of `slot` that end in the slot at `endMs` may still have been under way when a fault set in. */
  crosses(slot: Slot, endMs: number): boolean {
    // No slot is longer than slotMs, and most are far from an edge.
    return endMs + slotMs > slot.nextEdgeMs && this.slotEnd(endMs) > slot.nextEdgeMs;
  }

  /**
   * The phases of requests that cross into one or more faults: the edges of those faults. They stay with a fault in
   * which they started, but leave steady, warm-up, recovery and cool-down, which are to be undisturbed.
   */
  crossed(slot: Slot, endMs: number): readonly string[] {
    const reachMs = this.slotEnd(endMs);
    const into = this.#timeline.windows.filter(({ fromMs }) => fromMs >= slot.toMs && fromMs < reachMs);
    const disturbed = slot.phases.filter((phase) => phase.startsWith('fault:') || phase.startsWith('edge:'));
    return [...new Set([...disturbed, ...into.map(({ planned }) => `edge:${planned.id}`)])];
  }
}
