import { describe, expect, it } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import type { Plan } from '../model/plan.ts';
import { checkMemory, memoryFor } from './memory.ts';

const journey = {
  name: 'j',
  steps: ['a', 'b'],
  think: { kind: 'uniform', fromMs: 2000, toMs: 2000 },
  weight: 1,
  feeders: {},
  metrics: {},
} as const;

function plan(model: 'closed' | 'open', maxUsers: number, thinkMs = 2000): Plan {
  const think = { kind: 'uniform', fromMs: thinkMs, toMs: thinkMs } as const;
  const curve = [0, 600_000].map((atMs) => ({ atMs, level: maxUsers }));
  return {
    profile: { name: 'p', model, curve, maxUsers, warmUpMs: 0, durationMs: 600_000, breakpoint: null },
    scenario: { journeys: [{ ...journey, think }] },
  } as unknown as Plan;
}

function refusal(of: Plan, availableBytes: number): ProofloadError | undefined {
  try {
    checkMemory(of, availableBytes);
    return undefined;
  } catch (error) {
    return error as ProofloadError;
  }
}

describe('memory for a load', () => {
  it('is enough, or just not', () => {
    expect(refusal(plan('closed', 1000), memoryFor(1000))).toBeUndefined();
    expect(refusal(plan('closed', 1000), memoryFor(1000) - 1)).toMatchObject({
      code: 'too-little-memory',
      exitCode: 7,
    });
  });

  it('that is missing is told, with what would fit and with an open profile that sends as many requests', () => {
    const error = refusal(plan('closed', 5000), 1e9);
    expect(error?.message).toBe('k6 needs about 4.13 GB for 5000 users, and 1 GB are free');
    expect(error?.hint).toBe(
      'end other programs, or let there be fewer: --users 1086; as many requests come from an open profile of users ' +
        "that do not think: rate(1191, { for: '600s', maxUsers: 477, think: '0s' })",
    );
  });

  it('names no open profile that would not fit either', () => {
    expect(refusal(plan('closed', 5000, 0), 1e9)?.hint).toBe('end other programs, or let there be fewer: --users 1086');
    expect(refusal(plan('open', 5000), 1e9)?.hint).toContain('--set profile.maxUsers=1086');
    expect(refusal(plan('closed', 10), 1e7)?.hint).toBe('end other programs');
  });
});
