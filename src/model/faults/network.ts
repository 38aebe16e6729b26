import { formatDuration } from '../duration.ts';

/** Which way of the connection: towards the service, back from it, or both. */
export type Direction = 'upstream' | 'downstream' | 'both';

/** What can be done to the connections of an edge. `down` cuts them and refuses new ones; `black-hole` keeps them and lets nothing through. */
export type NetworkAction =
  | { readonly kind: 'latency'; readonly delayMs: number; readonly jitterMs: number; readonly direction: Direction }
  | { readonly kind: 'black-hole'; readonly direction: Direction }
  | { readonly kind: 'down' };

/** `latency of 1 s ± 200 ms on api->db (downstream)`. */
export function describeNetwork(action: NetworkAction, edge: string): string {
  switch (action.kind) {
    case 'latency': {
      const jitter = action.jitterMs === 0 ? '' : ` ± ${formatDuration(action.jitterMs)}`;
      return `latency of ${formatDuration(action.delayMs)}${jitter} on ${edge} (${ways(action.direction)})`;
    }
    case 'black-hole':
      return `black hole on ${edge} (${ways(action.direction)})`;
    case 'down':
      return `${edge} down`;
  }
}

function ways(direction: Direction): string {
  return direction === 'both' ? 'both ways' : direction;
}
