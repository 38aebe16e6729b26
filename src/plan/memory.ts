import { ProofloadError } from '../diagnostic/error.ts';
import { formatBytes } from '../model/bytes.ts';
import type { Plan } from '../model/plan.ts';
import { openEquivalent } from './estimate.ts';

/**
 * Peak resident memory of k6 2.2.0 with the shop's bundle, GOGC=400 and a local server that answers at once, users
 * thinking for 1 to 3 s: 46 MB with 1 user, 108 to 119 MB with 100, 719 to 821 MB with 1,000, 1,282 to 1,384 MB with
 * 2,000, 3,280 MB with 5,000. That is 0.6 to 0.8 MB for each user, most of it its own JavaScript runtime. Since then the
 * recorder's ballast of 17 MB lets the heap grow by five times as much before it is collected.
 */
const k6Bytes = 46e6 + 5 * 17e6;
const userBytes = 0.8e6;

/** What k6 will need for so many users. */
export function memoryFor(users: number): number {
  return k6Bytes + users * userBytes;
}

/**
 * Refuses a load for which there is no memory: a generator that swaps or is killed measures itself.
 *
 * @throws ProofloadError `too-little-memory` (exit 7), with a profile that would do
 */
export function checkMemory(plan: Plan, availableBytes: number): void {
  const { maxUsers } = plan.profile;
  if (memoryFor(maxUsers) <= availableBytes) return;
  const need = `k6 needs about ${formatBytes(memoryFor(maxUsers))} for ${maxUsers} users`;
  throw new ProofloadError('too-little-memory', `${need}, and ${formatBytes(availableBytes)} are free`, {
    exit: 'environment',
    hint: advice(plan, availableBytes),
  });
}

function advice(plan: Plan, availableBytes: number): string {
  const { model, maxUsers, durationMs } = plan.profile;
  const fitting = Math.floor((availableBytes - k6Bytes) / userBytes);
  if (fitting < 1) return 'end other programs';
  if (model === 'open') return `end other programs, or let there be fewer: --set profile.maxUsers=${fitting}`;
  const open = openEquivalent(plan);
  const fewer = `end other programs, or let there be fewer: --users ${fitting}`;
  if (open.maxUsers >= maxUsers || open.maxUsers > fitting) return fewer;
  const seconds = Math.round(durationMs / 1000);
  const profile = `rate(${open.perSecond}, { for: '${seconds}s', maxUsers: ${open.maxUsers}, think: '0s' })`;
  return `${fewer}; as many requests come from an open profile of users that do not think: ${profile}`;
}
