import type { Stage } from './strata.ts';

/** A line of `--json`, as far as it is needed here. */
export interface RunEvent {
  readonly event: string;
  readonly text?: string;
  readonly what?: string;
  readonly faults?: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Part of a run, in ms after the event that tells of it. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const stageBegins = (event: RunEvent, text: string): boolean =>
  event.event === 'stage' && event.text?.startsWith(text) === true;

/** Of the first fault after the beginning of the load; all of them have the same times. */
function faultSpan({ event, faults }: RunEvent, spanOf: (startMs: number, endMs: number) => Span): Span | null {
  const [fault] = faults ?? [];
  return event === 'load-started' && fault !== undefined ? spanOf(fault.startMs, fault.endMs) : null;
}

/** What begins with an event; null: another event begins it. A fault is made ready 300 ms ahead. */
const spanAfter: Record<Exclude<Stage, 'start'>, (event: RunEvent) => Span | null> = {
  'target up': (event) => (stageBegins(event, 'starting the target') ? { fromMs: 0, toMs: 1_500 } : null),
  armed: (event) => (stageBegins(event, 'arming k6') ? { fromMs: 0, toMs: 300 } : null),
  'fault rising': (event) => faultSpan(event, (startMs) => ({ fromMs: startMs - 300, toMs: startMs + 200 })),
  'fault on': (event) => faultSpan(event, (startMs, endMs) => ({ fromMs: startMs + 200, toMs: endMs - 50 })),
  healing: (event) => (event.what === 'heal-asked' ? { fromMs: 0, toMs: 600 } : null),
  report: (event) => (stageBegins(event, 'cleaning up') ? { fromMs: 0, toMs: 300 } : null),
};

/** From the first line of the program: files are read, tools are looked for, the script is bundled. */
const startMs = 800;

/** How long after this event the moment of a case is, in ms; null when it is counted from another event. */
export function delayAfter(event: RunEvent | 'spawned', stage: Stage, at: number): number | null {
  if (event === 'spawned') return stage === 'start' ? at * startMs : null;
  const span = stage === 'start' ? null : spanAfter[stage](event);
  return span === null ? null : span.fromMs + at * (span.toMs - span.fromMs);
}
