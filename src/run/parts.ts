import type { Breakable, BreakableOf } from '../chaos/breakable.ts';
import { groupOf } from '../chaos/group.ts';

/** One thing that can be broken, and what faults call it and those like it. */
export interface Part {
  readonly on: string;
  readonly replica: number | null;
  readonly broken: Breakable;
}

/** Finds what a fault is put on, as a group where it is several parts; the same fault is always given the same. */
export function among(parts: readonly Part[]): BreakableOf {
  const groups = new Map<string, Breakable>();
  return ({ on, replicas }) => {
    const isMeant = ({ replica }: Part): boolean =>
      replicas === undefined || (replica !== null && replicas.includes(replica));
    const [first, ...others] = parts.flatMap((part) => (part.on === on && isMeant(part) ? [part.broken] : []));
    if (first === undefined || others.length === 0) return first;
    const key = [on, ...(replicas ?? [])].join(' ');
    const group = groups.get(key) ?? groupOf(on, [first, ...others]);
    groups.set(key, group);
    return group;
  };
}
