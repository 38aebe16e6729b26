/** What a journey measures itself. Times in ms; `number` for what has no unit. */
export interface MetricDefinition {
  readonly kind: 'trend' | 'counter' | 'rate' | 'gauge';
  readonly unit: 'ms' | 'number';
}

/** Values of which percentiles, maximum and mean are asked: `trend('ms')` for times, `trend()` for the rest. */
export function trend(unit: 'ms' | 'number' = 'number'): MetricDefinition {
  return { kind: 'trend', unit };
}
/** Something that is counted; an objective limits how often it comes a second, or how often it came in all. */
export function counter(): MetricDefinition {
  return { kind: 'counter', unit: 'number' };
}
/** Something that is so or not: an objective limits the share. */
export function share(): MetricDefinition {
  return { kind: 'rate', unit: 'number' };
}
/** A value that goes up and down. */
export function gauge(): MetricDefinition {
  return { kind: 'gauge', unit: 'number' };
}
