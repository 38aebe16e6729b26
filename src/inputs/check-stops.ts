import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { formatDuration } from '../model/duration.ts';
import type { PlannedFault, PlannedProfile } from '../model/plan.ts';
import type { AnyObjective, Objective, Slo } from '../model/slo.ts';
import { requireLeadMs, type PlannedHalt, type PlannedRequirement } from '../model/stops.ts';
import { duration } from './fields.ts';
import type { Problems } from './problems.ts';

const share = z
  .string('expected a share such as 50%')
  .regex(/^\d+(\.\d+)?%$/, 'expected a share such as 50%')
  .transform((text) => Number(text.slice(0, -1)) / 100)
  .refine((value) => value < 1, 'must be below 100%: more than all cannot fail');

/** At least two whole seconds: one is not told from a hiccup. */
const forLong = duration().pipe(
  z
    .number()
    .min(2000, 'must be at least 2s')
    .max(60_000, 'must be at most 1m')
    .transform((ms) => Math.ceil(ms / 1000) * 1000),
);

export const requireShape = z.strictObject({
  of: z.union(
    [z.literal('steady'), z.array(z.string()).min(1, 'name at least one objective')],
    'expected "steady", or a list of objectives',
  ),
  for: forLong,
});

export const haltShape = z.union(
  [z.strictObject({ errorRate: share, for: forLong }), z.strictObject({ of: z.string(), for: forLong })],
  "expected { errorRate: '50%', for: '5s' }, or { of: 'name of an objective', for: '5s' }",
);

/** What of a fault plan may end its run, as it was written. */
export interface WrittenStops {
  readonly require: z.output<typeof requireShape> | null;
  readonly halt: readonly z.output<typeof haltShape>[];
}

export interface CheckedStops {
  readonly require: PlannedRequirement | null;
  readonly halt: readonly PlannedHalt[];
}

export const noStops: CheckedStops = { require: null, halt: [] };

interface Context {
  readonly slo: Slo | null;
  readonly profile: string;
  readonly warmUpMs: number;
  readonly firstFaultMs: number;
  readonly place: Place;
}

/** A checked fault plan, as far as it is about ends. */
interface StoppingPlan {
  readonly stops: WrittenStops;
  readonly faults: readonly Pick<PlannedFault, 'startMs'>[];
  readonly place: Place;
}

/** Finds the objectives that may end a run, which must be such that can be told while the load goes on. @param slo null = none was given */
export function checkStops(
  { stops: { require, halt }, faults, place }: StoppingPlan,
  slo: Slo | null,
  profile: Pick<PlannedProfile, 'name' | 'warmUpMs'>,
  problems: Problems,
): CheckedStops {
  const firstFaultMs = Math.min(...faults.map(({ startMs }) => startMs));
  const context = { slo, profile: profile.name, warmUpMs: profile.warmUpMs, firstFaultMs, place };
  const asked = new AskedObjectives(context, problems);
  for (const condition of halt) if ('of' in condition) asked.find('halt', condition.of);
  return {
    require: require === null ? null : checkRequirement(require, asked, context, problems),
    halt: halt.map(({ for: forMs, ...condition }) => ({ ...condition, forMs })),
  };
}

function checkRequirement(
  require: NonNullable<WrittenStops['require']>,
  asked: AskedObjectives,
  { warmUpMs, firstFaultMs, place }: Context,
  problems: Problems,
): PlannedRequirement {
  const of = require.of === 'steady' ? asked.steady() : require.of;
  if (require.of !== 'steady') for (const name of of) asked.find('require', name);
  const neededMs = require.for + requireLeadMs;
  if (firstFaultMs - warmUpMs < neededMs) {
    problems.add(
      `require: the first fault begins ${formatDuration(firstFaultMs - warmUpMs)} after the warm-up, too early to have seen ${formatDuration(require.for)} of steady load`,
      place,
      `let it begin at ${formatDuration(warmUpMs + neededMs)} or later`,
    );
  }
  return { of, forMs: require.for };
}

/** The objectives of the run that the live judge knows. */
class AskedObjectives {
  readonly #context: Context;
  readonly #problems: Problems;
  readonly #live: readonly Objective[];

  constructor(context: Context, problems: Problems) {
    this.#context = context;
    this.#problems = problems;
    this.#live = (context.slo?.objectives ?? []).filter((one): one is Objective => isLive(one, context.profile));
  }

  find(field: 'halt' | 'require', name: string): void {
    const { slo, place } = this.#context;
    const names = this.#live.map((one) => one.name);
    if (names.includes(name)) return;
    if (slo === null) {
      this.#problems.add(`${field}: "${name}" is asked for, and there is no SLO file`, place, 'give one with --slo');
    } else if (slo.objectives.some((one) => one.name === name)) {
      this.#problems.add(
        `${field}: "${name}" cannot be told while this load goes on`,
        place,
        `known: ${names.join(', ')}`,
      );
    } else {
      this.#problems.add(`${field}: there is no objective "${name}"`, place, didYouMean(name, names));
    }
  }

  steady(): string[] {
    const { slo, place, profile } = this.#context;
    const of = this.#live.filter(({ during }) => during.some((phase) => phase === 'steady' || phase === 'all'));
    if (of.length === 0) {
      const hint = slo === null ? 'give an SLO file with --slo' : `give ${slo.file} one that is for ${profile}`;
      this.#problems.add('require: there is no objective about steady state', place, hint);
    }
    return of.map(({ name }) => name);
  }
}

/** What steady state comes to is known when the load is over, and what services tell is not looked at before. */
function isLive(one: AnyObjective, profile: string): one is Objective {
  if (one.kind !== 'objective' || one.signal !== undefined || one.relativeTo !== undefined) return false;
  return one.profiles?.includes(profile) ?? true;
}
