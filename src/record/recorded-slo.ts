import { z } from 'zod';
import { dataMetrics, type DataMetric } from '../model/data-metric.ts';
import type {
  AnyObjective,
  BreakpointObjective,
  DataObjective,
  Objective,
  RecoveryObjective,
  Slo,
} from '../model/slo.ts';
import { uncompiled } from './uncompiled.ts';

type Fields<T> = Record<keyof T, z.ZodType>;

const name = z.string();
const names = z.array(name);
const stat = z.string().regex(/^(p\d+(\.\d+)?|max|min|mean|rate|count|last|slope)$/);
const where = z.record(name, z.strictObject({ not: z.boolean(), names }));
const own = z.strictObject({ kind: z.enum(['trend', 'counter', 'rate', 'gauge']), unit: z.enum(['ms', 'number']) });
const counted = z.strictObject({ metric: name, own: own.optional(), where });
const severity = z.enum(['fail', 'warn', 'info']).optional();
const profiles = names.nullable();
const because = z.string().nullable();
const place = z.strictObject({ file: z.string(), line: z.number().optional(), column: z.number().optional() });

const signal = z.strictObject({
  kind: z.enum(['level', 'truth', 'count', 'ratio', 'histogram']),
  unit: z.enum(['ms', 'share', 'number', 'bytes']),
  atMost: z.boolean(),
  labels: names,
  perMinute: z.literal(true).optional(),
});

const objective = {
  kind: z.literal('objective'),
  name,
  metric: name,
  own: own.optional(),
  signal: signal.optional(),
  ratio: z.strictObject({ of: counted, per: counted, unit: z.enum(['share', 'number']) }).optional(),
  stat: stat.nullable(),
  outcome: z.enum(['ok', 'failed', 'any']),
  where,
  during: names,
  while: name.optional(),
  window: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('sustained'), lengthMs: z.number() }),
      z.strictObject({ kind: z.literal('rolling'), lengthMs: z.number(), allowed: z.number() }),
    ])
    .optional(),
  budget: z.strictObject({ burn: z.number(), windowMs: z.number().nullable(), abort: z.boolean() }).optional(),
  severity,
  onNoData: z.union([z.literal('fail'), z.strictObject({ skip: z.string() })]).optional(),
  profiles,
  relativeTo: z.literal('steady').optional(),
  atMost: z.boolean().optional(),
  target: z.number(),
  critical: z.number().nullable(),
  minSamples: z.number().nullable(),
  because,
  place,
} satisfies Fields<Objective>;

const recovery = {
  kind: z.literal('recovery'),
  name,
  of: names,
  withinMs: z.number(),
  holdMs: z.number(),
  windowMs: z.number(),
  since: z.enum(['felt', 'clean']).optional(),
  severity,
  profiles,
  because,
  place,
} satisfies Fields<RecoveryObjective>;

const breakpoint = {
  kind: z.literal('breakpoint'),
  name,
  unit: z.enum(['users', '/s']),
  target: z.number(),
  severity,
  profiles,
  because,
  place,
} satisfies Fields<BreakpointObjective>;

const data = {
  kind: z.literal('data'),
  name,
  metric: z.enum(Object.keys(dataMetrics) as [DataMetric, ...DataMetric[]]),
  ledger: name.nullable(),
  target: z.number(),
  severity,
  profiles,
  because,
  place,
} satisfies Fields<DataObjective>;

const known = z.discriminatedUnion('kind', [
  z.strictObject(objective),
  z.strictObject(recovery),
  z.strictObject(breakpoint),
  z.strictObject(data),
]);

/** What every version says of an objective. */
export const recordedObjective = z.looseObject({ kind: z.string(), name });

/** The SLO of a recorded run as it stands there; later versions may say more than this one understands. */
export interface RecordedSlo extends Omit<Slo, 'objectives'> {
  readonly objectives: readonly z.output<typeof recordedObjective>[];
}

/**
 * The objectives that this version understands to the last field; the others are named in `unread`. One that is
 * understood in part might pass by what was left out.
 */
export function knownSlo(recorded: RecordedSlo): Slo {
  const objectives: AnyObjective[] = [];
  const unread: string[] = [];
  for (const one of recorded.objectives) {
    const { success, error } = known.safeParse(one, uncompiled);
    if (success) objectives.push(one as unknown as AnyObjective);
    else
      unread.push(`this version of proofload does not understand the objective "${one.name}": ${whyNot(one, error)}`);
  }
  return { ...recorded, objectives, ...(unread.length === 0 ? {} : { unread }) };
}

function whyNot({ kind }: RecordedSlo['objectives'][number], { issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'invalid_union' && issue.path[0] === 'kind') return `its kind is ${kind}`;
  if (issue?.code === 'unrecognized_keys') return `it has ${issue.keys.join(', ')}`;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}
