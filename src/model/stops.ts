import { formatDuration } from './duration.ts';

/** Ends the load when it has been met in every second for `forMs`: a share of failed steps above `errorRate`, or an objective missed. */
export type PlannedHalt =
  { readonly errorRate: number; readonly forMs: number } | { readonly of: string; readonly forMs: number };

/** What must have held for `forMs` before the first fault: objectives by name. */
export interface PlannedRequirement {
  readonly of: readonly string[];
  readonly forMs: number;
}

/** So long before the first fault it is decided whether faults begin. */
export const requireLeadMs = 1000;

/** `error_rate above 50 % in every second of 5 s`. */
export function describeHalt(halt: PlannedHalt): string {
  const what = 'of' in halt ? `"${halt.of}" missed` : `error_rate above ${Number((halt.errorRate * 100).toFixed(2))} %`;
  return `${what} in every second of ${formatDuration(halt.forMs)}`;
}
