import { z } from 'zod';
import { defaultValidityLimits, type ValidityLimits } from '../model/validity-limits.ts';
import { duration } from './fields.ts';
import { limitHints, parseLimit } from './limit.ts';

const time = duration().optional();
const share = z
  .string(limitHints.share)
  .transform((text, context) => {
    const value = parseLimit(text, 'share');
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: limitHints.share });
    return z.NEVER;
  })
  .optional();

export const validityShape = z.strictObject({
  presentUsers: share,
  begunPasses: share,
  passLateness: time,
  sleepLateness: time,
  busyGenerator: share,
  generatorMemory: share,
  harnessLateness: time,
  edgeLateness: time,
  steal: share,
  clockStep: time,
  streamSilence: time,
  unseen: time,
  unsampled: time,
});

/** The limits of a config; what it does not name is as by default. */
export function validityLimits(written: z.output<typeof validityShape> = {}): ValidityLimits {
  const by = defaultValidityLimits;
  return {
    presentUsers: written.presentUsers ?? by.presentUsers,
    begunPasses: written.begunPasses ?? by.begunPasses,
    passLatenessMs: written.passLateness ?? by.passLatenessMs,
    sleepLatenessMs: written.sleepLateness ?? by.sleepLatenessMs,
    busyGenerator: written.busyGenerator ?? by.busyGenerator,
    generatorMemory: written.generatorMemory ?? by.generatorMemory,
    harnessLatenessMs: written.harnessLateness ?? by.harnessLatenessMs,
    edgeLatenessMs: written.edgeLateness ?? by.edgeLatenessMs,
    steal: written.steal ?? by.steal,
    clockStepMs: written.clockStep ?? by.clockStepMs,
    streamSilenceMs: written.streamSilence ?? by.streamSilenceMs,
    unseenMs: written.unseen ?? by.unseenMs,
    unsampledMs: written.unsampled ?? by.unsampledMs,
  };
}
