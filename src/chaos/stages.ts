import type { NetworkAction, Ramp } from '../model/faults/network.ts';

/** What an action does in one go, or one after another, each for an equal part of its time: the steps of a ramp. */
export function stagesOf(action: NetworkAction): NetworkAction[] {
  if (action.kind === 'latency' && action.ramp !== undefined) {
    const { ramp, ...last } = action;
    return valuesOf(ramp, action.delayMs).map((value) => ({ ...last, delayMs: Math.round(value) }));
  }
  if (action.kind === 'bandwidth' && action.ramp !== undefined) {
    const { ramp, ...last } = action;
    // Toxiproxy counts in 1000 B/s.
    const rates = valuesOf(ramp, action.bytesPerSecond);
    return rates.map((value) => ({ ...last, bytesPerSecond: Math.round(value / 1000) * 1000 }));
  }
  return [action];
}

function valuesOf({ from, steps }: Ramp, to: number): number[] {
  return Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
}
