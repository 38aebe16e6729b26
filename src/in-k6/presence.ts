import { Counter } from 'k6/metrics';

/**
 * The users that are there, as the sum of all changes so far: of a closed profile those whose time it is, of an open
 * one those that are in a pass. k6's own gauge counts those that wait for their time, too.
 */
const activeUsers = new Counter('active_users');

let present = false;

export function arrive(): void {
  if (present) return;
  present = true;
  activeUsers.add(1);
}

export function leave(): void {
  if (!present) return;
  present = false;
  activeUsers.add(-1);
}
