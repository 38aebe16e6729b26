import type { Meeting } from '../model/meeting.ts';
import { added, type Exposure } from '../model/record.ts';
import { NotAsPlanned, type Breakable } from './breakable.ts';

/** Several things that are broken and healed as one: the replicas of a service, or the edges that lead away from them. */
export function groupOf(name: string, members: readonly [Breakable, ...Breakable[]]): Breakable {
  const [first] = members;
  const all = async (act: (member: Breakable) => Promise<void>): Promise<void> => {
    const done = await Promise.allSettled(members.map(act)); // each of them, also when one fails
    const failed = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (failed.length === 0) return;
    const message = failed.map(messageOf).join('; ');
    const worst = failed.find((error) => !(error instanceof NotAsPlanned));
    if (worst !== undefined) throw new Error(message, { cause: worst });
    throw new NotAsPlanned(message, {
      cutShort: failed.every((error) => error instanceof NotAsPlanned && error.cutShort),
    });
  };
  return {
    name,
    problems: (action) => [...new Set(members.flatMap((member) => member.problems(action)))],
    proofOf(action) {
      const proofs = members.map((member) => member.proofOf(action));
      const own = first.proofOf(action);
      if (own.kind !== 'probes') return own;
      return { ...own, at: proofs.flatMap((proof) => (proof.kind === 'probes' ? proof.at : [])) };
    },
    meets: (action) => together(members.map((member) => member.meets?.(action))),
    ...(first.stages === undefined ? {} : { stages: (action) => first.stages?.(action) ?? [action] }),
    prepare: (fault, action, forMs) => all((member) => member.prepare(fault, action, forMs)),
    apply: (fault, action, tell) => all((member) => member.apply(fault, action, tell)),
    heal: (fault, tell) => all((member) => member.heal(fault, tell)),
    onSeen(cb) {
      const acting = new Map<string, Set<Breakable>>();
      for (const member of members) {
        member.onSeen?.((fault, what, at) => {
          const where = acting.get(fault) ?? new Set();
          acting.set(fault, where);
          if (what === 'felt') {
            if (where.size === 0) cb(fault, what, at);
            where.add(member);
          } else {
            const was = where.delete(member);
            if (was && where.size === 0) cb(fault, what, at);
          }
        });
      }
    },
    onExposed(cb) {
      const latest = new Map<string, Map<Breakable, Exposure>>();
      for (const member of members) {
        member.onExposed?.((fault, exposure) => {
          const of = latest.get(fault) ?? new Map<Breakable, Exposure>();
          latest.set(fault, of.set(member, exposure));
          cb(fault, [...of.values()].reduce(added));
        });
      }
    },
  };
}

/** Undefined as soon as one of them cannot be counted. */
function together(meetings: readonly (Meeting | undefined)[]): Meeting | undefined {
  const [first] = meetings;
  if (first === undefined || !('ways' in first)) return undefined;
  const counted = meetings.flatMap((one) => (one !== undefined && 'ways' in one ? [one.ways] : []));
  return counted.length < meetings.length ? undefined : { ...first, ways: counted.flat() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
