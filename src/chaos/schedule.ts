import { setMaxListeners } from 'node:events';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import { now, sleep } from '../system/clock.ts';
import { checkFaults } from './check-faults.ts';
import { NotAsPlanned, type Breakable, type BreakableOf } from './breakable.ts';
import { onSpans } from './on-spans.ts';

export interface PlayOptions {
  readonly faults: readonly PlannedFault[];
  readonly breakableOf: BreakableOf;
  /** The beginning of the timeline, as `now()` gives time. */
  readonly clock: { readonly t0: number };
  /**
   * Takes `asked` and `acknowledged` of a fault's first on, `heal-asked` and `heal-acknowledged` of its last off (each at most
   * once, also when flapping), and every `escalated`.
   */
  readonly onEvent: (event: FaultEvent) => void;
  /** Aborted: what is on is healed at once, and nothing more is put on. */
  readonly signal: AbortSignal;
}

export interface Played {
  /** Faults that could not be put on, in sentences. */
  readonly problems: readonly string[];
  /** Faults that could not be healed, in sentences: they end with the processes and sessions that hold them, or by the undo log. */
  readonly left: readonly string[];
}

/** Entering a fault in the undo log takes a write to the disk, which must not delay it. */
const prepareAheadMs = 300;

const longestTimerMs = 2 ** 31 - 1;

/**
 * Puts every fault on when its time comes and heals it when it is over. Resolves when all are healed, or told as left;
 * rejects only with `bad-fault`, before anything is done.
 *
 * @throws {ProofloadError} `bad-fault`
 */
export async function playFaults({ faults, breakableOf, clock, onEvent, signal }: PlayOptions): Promise<Played> {
  checkFaults(faults, breakableOf);
  // Each fault waits on it; with more than ten of them Node would warn of a leak.
  setMaxListeners(0, signal);
  const problems: string[] = [];
  const left: string[] = [];

  const play = async (fault: PlannedFault, broken: Breakable): Promise<void> => {
    const { id, action } = fault;
    const told = new Set<FaultEvent['event']>();
    const emit = (event: FaultEvent['event'], detail?: string): void => {
      told.add(event);
      try {
        onEvent({ atMs: now() - clock.t0, fault: id, event, ...(detail !== undefined && { detail }) });
      } catch (error) {
        // Whatever is wrong with who listens, the fault must be healed.
        problems.push(`${event} of the fault ${id} could not be told: ${messageOf(error)}`);
      }
    };
    const tell = (escalation: string): void => {
      emit('escalated', escalation);
    };
    const reached = (atMs: number): Promise<boolean> => waitUntil(clock.t0 + atMs, signal);
    const spans = onSpans(fault);

    const playSpans = async (): Promise<void> => {
      for (const [index, { fromMs, toMs }] of spans.entries()) {
        if (!(await reached(fromMs - prepareAheadMs))) return;
        await broken.prepare(id, action, toMs - fromMs);
        if (!(await reached(fromMs))) return;
        if (index === 0) emit('asked');
        const stages = broken.stages?.(action) ?? [action];
        for (const [stage, what] of stages.entries()) {
          if (!(await reached(fromMs + (stage * (toMs - fromMs)) / stages.length))) return;
          await broken.apply(id, what, tell);
          if (index === 0 && stage === 0) emit('acknowledged');
        }
        if (!(await reached(toMs))) return;
        if (index < spans.length - 1) await broken.heal(id, tell);
      }
    };
    const flawed = (error: unknown): void => {
      if (error instanceof NotAsPlanned && error.cutShort && signal.aborted) return;
      const problem = notPlayed(id, error);
      // What ended while it flapped is off, and says so again when all is over.
      if (!problems.includes(problem)) problems.push(problem);
    };
    await playSpans().catch(flawed);
    try {
      if (told.has('asked')) emit('heal-asked');
      await broken.heal(id, tell);
      if (told.has('asked')) emit('heal-acknowledged');
    } catch (error) {
      if (error instanceof NotAsPlanned) {
        emit('heal-acknowledged');
        flawed(error);
      } else left.push(`the fault ${id} could not be taken off ${broken.name}: ${messageOf(error)}`);
    }
  };

  await Promise.all(
    faults.map(async (fault) => {
      const broken = breakableOf(fault);
      if (broken !== undefined) await play(fault, broken);
    }),
  );
  return { problems, left };
}

/** Waits for a moment, as `now()` gives time; false as soon as the signal is aborted, also when the moment is over. */
async function waitUntil(at: number, signal: AbortSignal): Promise<boolean> {
  try {
    for (let restMs = at - now(); restMs > 0; restMs = at - now()) {
      // Timers count whole milliseconds, may be early by part of one, and know no more than 2^31.
      await sleep(Math.min(Math.ceil(restMs), longestTimerMs), signal);
    }
  } catch {
    return false;
  }
  return !signal.aborted;
}

function notPlayed(id: string, error: unknown): string {
  return `the fault ${id} was not played as planned: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
