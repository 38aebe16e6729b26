import type { PlannedFault } from '../model/plan.ts';
import type { FaultEvent, ObservedFault } from '../model/record.ts';

/** What happened to every planned fault, in the order of the plan. Of repeated events the first begins, the last ends. */
export function observedFaults(planned: readonly PlannedFault[], events: readonly FaultEvent[]): ObservedFault[] {
  return planned.map(({ id, on, startMs, endMs }) => {
    const own = events.filter(({ fault }) => fault === id);
    const first = (name: FaultEvent['event']) => own.find(({ event }) => event === name)?.atMs ?? null;
    const lapsedMs = first('lapsed');
    const last = (name: FaultEvent['event']) => own.findLast(({ event }) => event === name)?.atMs ?? null;
    return {
      id,
      on,
      plannedStartMs: startMs,
      plannedEndMs: endMs,
      askedMs: first('asked'),
      acknowledgedMs: first('acknowledged'),
      feltMs: first('felt'),
      healAskedMs: last('heal-asked'),
      healAcknowledgedMs: last('heal-acknowledged'),
      cleanMs: last('clean'),
      ...(lapsedMs !== null && { lapsedMs }),
      assumed: own.some(({ event, assumed }) => event === 'felt' && assumed === true),
      exposure: own.findLast(({ event }) => event === 'exposed')?.exposure ?? null,
      escalations: own.filter(({ event }) => event === 'escalated').map(({ detail }) => detail ?? 'escalated'),
    };
  });
}
