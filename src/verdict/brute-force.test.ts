import { describe, expect, test } from 'vitest';
import { relativeError } from '../model/histogram.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { Assignment } from './assign.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { cutTimeline } from './phases.ts';
import { judgeRecovery } from './recovery.ts';
import { buildRecord, seeded, type RawFault } from './testing/record-builder.ts';
import { objective, recovery } from './testing/slo-builder.ts';
import { type RawRequest } from './testing/series-builder.ts';

// Random runs are judged from their cells, and from their requests one by one as a person would; the two must agree.

const durationMs = 60_000;
const recoveryMs = 5000;
const seeds = Array.from({ length: 8 }, (_, i) => i + 1);

interface Edges {
  readonly id: string;
  readonly fromMs: number;
  readonly feltMs: number;
  readonly cleanMs: number;
}

/** One to three faults that may overlap; `grain` rounds their edges, and slots are fine around all of them. */
function randomFaults(random: () => number, grain: number): RawFault[] {
  const round = (ms: number) => Math.round(ms / grain) * grain;
  return Array.from({ length: 1 + Math.floor(random() * 3) }, (_, i) => {
    const startMs = Math.round(random() * 450) * 100;
    const endMs = startMs + 1000 + Math.round(random() * 90) * 100;
    const askedMs = startMs + round(random() * 300);
    const feltMs = askedMs + round(random() * 500);
    const healed = endMs + round(random() * 300);
    const seen = { askedMs, acknowledgedMs: feltMs, feltMs, healAskedMs: endMs, healAcknowledgedMs: healed };
    return { id: `f${i}`, startMs, endMs, ...seen, cleanMs: healed + round(random() * 1000) };
  });
}

function edgesOf(fault: RawFault): Edges {
  return { id: fault.id, fromMs: fault.askedMs!, feltMs: fault.feltMs!, cleanMs: fault.cleanMs! };
}

function randomRequests(random: () => number, count: number): RawRequest[] {
  return Array.from({ length: count }, () => {
    const failed = random() < 0.1;
    return {
      startMs: Math.floor(random() * 62_000_000) / 1000,
      tookMs: failed && random() < 0.2 ? null : Math.ceil(Math.exp(random() * 8.5) * 1000) / 1000,
      step: random() < 0.7 ? 'browse' : 'checkout',
      failed,
      checks: random() < 0.3 ? [random() < 0.9] : [],
    };
  });
}

/** The phases of a moment, by the definitions alone. */
function phasesAt(ms: number, faults: readonly Edges[], warmUpMs: number): string[] {
  const acting = faults.filter(({ fromMs, cleanMs }) => ms >= fromMs && ms < cleanMs);
  if (acting.length > 0) return acting.map(({ id, feltMs }) => (ms < feltMs ? `edge:${id}` : `fault:${id}`));
  if (ms >= durationMs) return ['cooldown'];
  const recovering = faults.filter(
    ({ cleanMs }) =>
      ms >= cleanMs &&
      ms < cleanMs + recoveryMs &&
      !faults.some((other) => other.cleanMs > cleanMs && other.fromMs <= ms),
  );
  if (recovering.length > 0) return recovering.map(({ id }) => `recovery:${id}`);
  return [ms < warmUpMs ? 'warmup' : 'steady'];
}

function phasesOfRequest(request: RawRequest, faults: readonly Edges[], warmUpMs: number): string[] {
  const at = phasesAt(request.startMs, faults, warmUpMs);
  const endMs = request.startMs + (request.tookMs ?? 0);
  const into = faults.filter(({ fromMs }) => request.startMs < fromMs && endMs >= fromMs).map(({ id }) => `edge:${id}`);
  return into.length === 0 ? at : [...at.filter((phase) => /^(fault|edge):/.test(phase)), ...into];
}

describe.each(seeds)('random run %d, edges on the borders of slots: as counted one by one', (seed) => {
  const random = seeded(seed);
  const warmUpMs = Math.floor(random() * 8) * 1000;
  const raw = randomFaults(random, 100);
  const faults = raw.map(edgesOf);
  const requests = randomRequests(random, 6000);
  const record = buildRecord({ durationMs, warmUpMs, recoveryMs, faults: raw, requests, ending: { loadMs: 64_000 } });
  const evidence = gatherEvidence(record);
  const ids = faults.map(({ id }) => id);
  const names = [
    'steady',
    'warmup',
    'cooldown',
    ...ids.flatMap((id) => [`fault:${id}`, `edge:${id}`, `recovery:${id}`]),
  ];
  const pooled = [['fault:*'], ['edge:*', 'fault:*'], ['steady', 'recovery:*']];
  const durings = [...names.map((name) => [name]), ...pooled];
  const exercised = ids.every((id) => !evidence.unexercised.has(id));

  const selects = (during: readonly string[], phases: readonly string[]) =>
    phases.some((phase) =>
      during.some((name) => name === phase || (name.endsWith(':*') && phase.startsWith(name.slice(0, -1)))),
    );
  const chosen = (during: readonly string[]) =>
    requests.filter((request) => selects(during, phasesOfRequest(request, faults, warmUpMs)));
  const ask = (during: string[], more: Parameters<typeof objective>[0]): ObjectiveResult =>
    judgeObjective(objective({ during, target: 1, ...more }), evidence);

  test('all faults were exercised', () => {
    expect(exercised).toBe(true);
  });

  test('counts, shares and extremes, exactly', () => {
    for (const during of durings) {
      if (during[0] === 'warmup' && warmUpMs === 0) continue;
      const mine = chosen(during);
      const failed = mine.filter((request) => request.failed).length;
      const checks = mine.flatMap((request) => request.checks ?? []);
      const times = mine.filter((request) => request.failed !== true).map(({ tookMs }) => Math.round(tookMs! * 1000));
      const errors = ask(during, { metric: 'error_rate' });
      expect([during, errors.samples, errors.observed]).toEqual([
        during,
        mine.length,
        mine.length === 0 ? null : failed / mine.length,
      ]);
      const held = ask(during, { metric: 'checks' });
      expect([during, held.samples]).toEqual([during, checks.length]);
      expect(held.observed).toBe(checks.length === 0 ? null : checks.filter(Boolean).length / checks.length);
      const max = ask(during, { stat: 'max' });
      expect([during, max.samples, max.observed]).toEqual([
        during,
        times.length,
        times.length === 0 ? null : Math.max(...times) / 1000,
      ]);
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length / 1000;
      expect(ask(during, { stat: 'mean' }).observed).toBe(times.length === 0 ? null : mean);
    }
  });

  test('percentiles within the error that is told', () => {
    for (const during of durings) {
      for (const [outcome, wanted] of [
        ['ok', false],
        ['failed', true],
        ['any', null],
      ] as const) {
        const times = chosen(during)
          .filter(({ failed, tookMs, step }) => tookMs !== null && (wanted ?? failed) === failed && step === 'checkout')
          .map(({ tookMs }) => tookMs!)
          .sort((a, b) => a - b);
        for (const percent of [50, 95, 99]) {
          const where = { step: { not: false, names: ['checkout'] } };
          const { samples, observed, observedLow, observedHigh } = ask(during, { stat: `p${percent}`, outcome, where });
          if (during[0] === 'warmup' && warmUpMs === 0) continue;
          expect(samples).toBe(times.length);
          if (times.length === 0) continue;
          const truth = times[Math.max(1, Math.ceil((percent / 100) * times.length - 1e-9)) - 1]!;
          expect(observedLow).toBeLessThanOrEqual(truth + 1e-9);
          expect(observedHigh).toBeGreaterThanOrEqual(truth - 1e-9);
          expect(Math.abs(observed! - truth) / truth).toBeLessThanOrEqual(relativeError * 1.03);
        }
      }
    }
  });

  test('throughput: by when requests started, over the length of the phase', () => {
    const instants = Array.from({ length: 640 }, (_, i) => i * 100);
    for (const during of durings) {
      if (during[0] === 'warmup' && warmUpMs === 0) continue;
      const lengthMs = instants.filter((ms) => selects(during, phasesAt(ms, faults, warmUpMs))).length * 100;
      const started = requests.filter(({ startMs }) => selects(during, phasesAt(startMs, faults, warmUpMs))).length;
      const { observed } = ask(during, { metric: 'throughput' });
      if (started === 0) expect(observed).toBeNull();
      else expect(observed).toBeCloseTo(started / (lengthMs / 1000), 9);
    }
  });
});

describe.each(seeds)('random run %d, edges anywhere: what is doubtful is never called undisturbed', (seed) => {
  const random = seeded(seed * 1000);
  const warmUpMs = Math.floor(random() * 8000);
  const raw = randomFaults(random, 1).map((fault, i) =>
    // Some edges lie far from where they were planned, in coarse slots.
    i > 0 ? fault : { ...fault, feltMs: fault.feltMs! + 2500, cleanMs: fault.cleanMs! + 9000 },
  );
  const faults = raw.map(edgesOf);
  const requests = randomRequests(random, 4000);
  const record = buildRecord({ durationMs, warmUpMs, recoveryMs, faults: raw, requests });
  const assignment = new Assignment(cutTimeline(record));
  const slotOf = (ms: number) => {
    const length = record.manifest.plan.fine.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs) ? 100 : 1000;
    return Math.floor(ms / length) * length;
  };

  test('every request', () => {
    for (const request of requests) {
      const { startMs } = request;
      const endMs = startMs + (request.tookMs ?? 0);
      const slot = assignment.slot(slotOf(startMs));
      const endSlot = slotOf(endMs);
      const phases = assignment.crosses(slot, endSlot) ? assignment.crossed(slot, endSlot) : slot.phases;
      const overlaps = faults.some(({ fromMs, cleanMs }) => startMs < cleanMs && endMs >= fromMs);
      const truth = phasesOfRequest(request, faults, warmUpMs);

      expect(phases.length).toBeGreaterThan(0);
      if (phases.includes('steady')) expect([truth, overlaps]).toEqual([['steady'], false]);
      for (const phase of phases) {
        const [kind, id] = phase.split(':');
        const fault = faults.find((one) => one.id === id);
        if (kind === 'fault') expect(truth).toContain(phase);
        else if (kind !== 'edge') expect(overlaps).toBe(false);
        if (kind === 'recovery') {
          expect(startMs).toBeGreaterThanOrEqual(fault!.cleanMs);
          expect(startMs).toBeLessThan(fault!.cleanMs + recoveryMs + 1000);
        }
        if (kind === 'warmup') expect(startMs).toBeLessThan(warmUpMs + 1000);
        if (kind === 'cooldown') expect(startMs).toBeGreaterThan(durationMs - 1000);
        if (kind === 'edge') {
          // No further off than a slot: edges must not swallow what is known to be undisturbed.
          expect(startMs).toBeLessThan(Math.max(fault!.feltMs, fault!.cleanMs) + 1000);
          expect(endMs).toBeGreaterThan(fault!.fromMs - 1000);
        }
      }
    }
  });
});

describe.each(Array.from({ length: 25 }, (_, i) => i + 1))('random recovery %d', (seed) => {
  test('as found by trying every moment', () => {
    const random = seeded(seed * 77);
    const cleanMs = 30_000 + Math.floor(random() * 5) * 100;
    const fault: RawFault = {
      ...{ id: 'f', startMs: 20_000, endMs: 30_000, askedMs: 20_000, acknowledgedMs: 20_000, feltMs: 20_000 },
      ...{ healAskedMs: 30_000, healAcknowledgedMs: 30_000, cleanMs },
    };
    const holdMs = 1000 + Math.floor(random() * 20) * 200;
    const windowMs = 1000 + Math.floor(random() * 5) * 200;
    const withinMs = 1000 + Math.floor(random() * 40) * 200;
    const loadMs = cleanMs + 4000 + Math.floor(random() * 12_000);
    // Bad spells that become rarer; what is slow is far above the limit, what is fast far below.
    const spells = Array.from({ length: 10 }, (_, i) => ({
      at: cleanMs + i * i * 130 * random(),
      for: random() * 900,
    }));
    const isBad = (ms: number) => spells.some((spell) => ms >= spell.at && ms < spell.at + spell.for);
    const requests = Array.from({ length: (loadMs - 25_000) / 5 }, (): RawRequest => {
      const startMs = 25_000 + random() * (loadMs - 25_000);
      const bad = isBad(startMs);
      return { startMs, tookMs: bad && random() < 0.5 ? 150 : 10 + random() * 70, failed: bad && random() < 0.3 };
    });

    const holdsFrom = (fromMs: number): boolean => {
      const mine = requests.filter(({ startMs }) => startMs >= fromMs && startMs < fromMs + windowMs);
      const times = mine.filter(({ failed }) => failed !== true).map(({ tookMs }) => tookMs!);
      times.sort((a, b) => a - b);
      expect(times.length).toBeGreaterThan(59);
      const failed = mine.length - times.length;
      return times[Math.ceil(0.95 * times.length) - 1]! <= 100 && failed / mine.length <= 0.1;
    };
    const starts = Array.from({ length: 200 }, (_, i) => i * 200).filter((at) => cleanMs + at + windowMs <= loadMs);
    const held = starts.map((at) => holdsFrom(cleanMs + at));
    const inARow = Math.max(0, Math.ceil((holdMs - windowMs) / 200)) + 1;
    const shown = starts.find((_, i) => i + inARow <= starts.length && held.slice(i, i + inARow).every(Boolean));
    const last = (held.lastIndexOf(false) + 1) * 200;
    // Later relapses do not matter once it was shown; before, the last broken window bounds it from below.
    const expected =
      shown === undefined
        ? { observed: last, censored: true, verdict: last > withinMs ? 'fail' : 'inconclusive' }
        : { observed: shown, censored: false, verdict: shown <= withinMs ? 'pass' : 'fail' };

    const run = {
      durationMs,
      recoveryMs: 20_000,
      faults: [fault],
      requests,
      ending: { loadMs, interrupted: 'SIGINT' },
    } as const;
    const objectives = [objective(), objective({ name: 'is sound', metric: 'error_rate', target: 0.1 })];
    const all = recovery({ of: ['is fast', 'is sound'], holdMs, windowMs, withinMs });
    const [result] = judgeRecovery(all, [...objectives, all], gatherEvidence(buildRecord(run)));
    if (shown === undefined) {
      // A broken window excludes those before it only within the hold time; find the first moment it leaves open.
      const open = starts.concat(starts.length * 200).find((_, i) => held.slice(i, i + inARow).every(Boolean))!;
      expect(open).toBe(last);
    }
    expect(result).toMatchObject(expected);
  });
});
