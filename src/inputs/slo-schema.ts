import { z } from 'zod';
import { duration } from './fields.ts';
import { dataMetrics, type DataMetric } from '../model/data-metric.ts';
import { metrics } from '../model/metric.ts';
import { serverSignals } from '../model/signal.ts';

const names = z.union(
  [z.string(), z.array(z.string()).min(1, 'expected at least one name')],
  'expected a name or a list of names',
);

const known = { ...metrics, ...serverSignals };
const metricHelp = Object.entries(known)
  .map(([key, { about }]) => `${key}: ${about}`)
  .join('; ');

/** A number or a truth, as YAML reads it, stands for what it is written as. */
const tag = z.union([z.string(), z.number(), z.boolean()], 'expected a name');
const tags = z.union([tag, z.array(tag).min(1, 'expected at least one name')], 'expected a name or a list of names');
const filter = z.union([tags, z.strictObject({ not: tags })], 'expected a name, a list of names, or { not: … }');
export type WrittenFilter = z.output<typeof filter>;

const where = z
  .object({
    step: filter.optional().meta({ description: 'Steps of journeys.' }),
    journey: filter.optional().meta({ description: 'Journeys.' }),
    scenario: filter.optional().meta({ description: 'Scenarios of k6: of a scenario of ours, its profile.' }),
    status: filter.optional().meta({
      description: 'HTTP statuses: 404, or a class such as 5xx; 0 is no answer. Of gRPC: 14, or UNAVAILABLE.',
    }),
    protocol: filter.optional().meta({ description: 'Of requests, as status is: HTTP/1.1, HTTP/2.0.' }),
  })
  .catchall(filter)
  .meta({
    description:
      'Which samples: by step, journey, scenario, status, or any other tag that they have; each is a name, a list, or { not: … }. Default: all.',
  });

const common = {
  name: z
    .string('expected a name')
    .min(1, 'expected a name')
    .max(120, 'expected at most 120 characters')
    .meta({ description: 'What holds, in words; reports show it.' }),
  profiles: names.optional().meta({
    description:
      'Profiles that the objective is for, such as baseline; in runs of others it is not evaluated. Default: all.',
  }),
  because: z.string().optional().meta({ description: 'Why this limit; shown in reports.' }),
  severity: z.enum(['fail', 'warn', 'info'], 'expected fail, warn or info').optional().meta({
    description: 'What a miss does: it fails the run, only warns, or (info) is only told. Default: fail.',
  }),
};

const limitHelp =
  'Times with their unit (1s, 300ms), shares in percent (1%), what is counted a second (100/s), other numbers as they are (20). ' +
  'It is the most that is allowed, for checks and throughput the least; "at least 100/s" and "at most 5" say it otherwise.';
const statHint = 'expected p50, p95, p99.9, …, max, min, mean, rate, count, last or slope';
const limit = z.string("expected a limit with its unit, such as 300ms, 1% or 100/s; a plain number in quotes: '20'");

const counted = z.strictObject({
  metric: z.string('expected a metric that counts, such as throughput'),
  where: where.optional(),
});

const objective = z.strictObject({
  ...common,
  metric: z
    .union([z.enum(Object.keys(known)), z.string()], 'expected a metric, such as response_time')
    .meta({ description: `${metricHelp}; or one that a journey measures itself, or a probe of the target.` }),
  of: counted.optional().meta({ description: 'Of metric: ratio, what is counted: { metric, where }.' }),
  per: counted.optional().meta({ description: 'Of metric: ratio, what it is counted for each of: { metric, where }.' }),
  stat: z
    .string(statHint)
    .regex(/^(p\d{1,2}(\.\d{1,3})?|max|min|mean|rate|count|last|slope)$/, statHint)
    .optional()
    .meta({
      description:
        'For times and other values: a percentile (p50, p95, p99.9), max, min or mean. For what is counted: rate (a second) or count (in all). Default: rate. Shares have one value. For sampled levels also last, and slope: the growth an hour.',
    }),
  outcome: z.enum(['ok', 'failed', 'any'], 'expected ok, failed or any').optional().meta({
    description:
      'For times of requests and steps: of successes, of failures, or of both (a hang has no successes). Default: ok.',
  }),
  where: where.optional(),
  during: names.default('steady').meta({
    description:
      'Phases, pooled: steady, warmup, cooldown, all, fault:<id>, edge:<id> (requests that a fault began or ended upon), recovery:<id>; fault, edge and recovery alone are those of every fault.',
  }),
  while: z.string('expected the name of a probe such as api_live').optional().meta({
    description: 'For what is sampled: only while this probe (a health check, or one with "is") says so.',
  }),
  edges: z.literal('include', 'expected include').optional().meta({
    description: 'include: of each fault in during, its edges as well.',
  }),
  window: z
    .strictObject({
      sustained: duration().optional().meta({
        description: 'Missed only when the limit is missed all through some stretch of this length.',
      }),
      rolling: duration()
        .optional()
        .meta({ description: 'Missed when a window of this length, anywhere, misses the limit.' }),
      allowed: z.string('expected a share such as 2%').optional().meta({
        description: 'Of rolling windows, the share that may miss the limit. Default: none.',
      }),
    })
    .optional()
    .meta({ description: 'How the phases are looked at. Default: as a whole.' }),
  budget: z
    .strictObject({
      burn: z.number('expected a number such as 10').min(1, 'expected 1 or more').default(10).meta({
        description: 'Missed when the budget is spent so many times as fast as it may be. Default: 10.',
      }),
      window: duration().optional().meta({
        description: 'For so long, and still in the last twelfth of it. Default: a tenth of the load.',
      }),
      abort: z
        .boolean('expected true or false')
        .default(false)
        .meta({ description: 'true: the load is then ended at once.' }),
    })
    .optional()
    .meta({ description: 'What a share or a percentile allows, as a budget that must not be spent too fast.' }),
  onNoData: z
    .union(
      [z.enum(['inconclusive', 'fail']), z.strictObject({ skip: z.string().min(1, 'expected a reason') })],
      'expected inconclusive, fail, or { skip: why }',
    )
    .optional()
    .meta({
      description:
        'Without any sample: inconclusive (default), fail, or { skip: why }: not evaluated, for this reason.',
    }),
  target: limit.meta({ description: `Limit; missing it fails (or warns, where critical is given). ${limitHelp}` }),
  critical: limit.optional().meta({ description: `Looser limit; missing it fails. ${limitHelp}` }),
  minSamples: z.int('expected a whole number').min(1, 'expected 1 or more').optional().meta({
    description: 'Fewer samples are inconclusive. Default: what the statistic needs (p95: 59, p99: 299).',
  }),
});

const recovery = z.strictObject({
  ...common,
  recovery: z
    .strictObject({
      of: names.meta({ description: 'Names of the objectives that hold again.' }),
      within: z.string().meta({ description: 'From the moment that the fault is gone.' }),
      since: z.enum(['felt', 'clean'], 'expected felt or clean').optional().meta({
        description: 'Counts from the moment that the fault was felt (recovery time), or was gone. Default: clean.',
      }),
      hold: z.string().default('5s').meta({ description: 'For how long they must hold.' }),
      window: z.string().default('2s').meta({ description: 'Length of the sliding windows.' }),
    })
    .meta({ description: 'After each fault the named objectives must hold again in time.' }),
});

const breakpoint = z.strictObject({
  ...common,
  metric: z.literal('breakpoint').meta({ description: 'breakpoint: the highest load that a rising one passed with' }),
  target: z
    .string('expected users or arrivals a second, such as 200 users or 150/s')
    .meta({ description: 'At least this load: users (200 users), or arrivals a second (150/s).' }),
});

const data = z.strictObject({
  ...common,
  metric: z.enum(Object.keys(dataMetrics) as DataMetric[]).meta({
    description: Object.entries(dataMetrics)
      .map(([key, { about }]) => `${key}: ${about}`)
      .join('; '),
  }),
  where: z
    .strictObject({ ledger: z.string().optional().meta({ description: 'Writes of this ledger. Default: of all.' }) })
    .optional(),
  target: z
    .union([z.int().min(0), z.string()], 'expected a whole number such as 0, or a time such as 5s for rpo')
    .meta({ description: 'At most so many writes or reads (0), or so long for rpo (5s).' }),
});

/** An SLO file as it is written. */
export const sloFile = z.strictObject({
  version: z.literal(1, 'expected 1'),
  objectives: z.array(z.union([objective, breakpoint, recovery, data])).min(1, 'expected at least one objective'),
});

export const objectiveShape = objective;
export const breakpointShape = breakpoint;
export const recoveryShape = recovery;
export const dataShape = data;
export type WrittenObjective = z.output<typeof objective>;
export type WrittenBreakpoint = z.output<typeof breakpoint>;
export type WrittenRecovery = z.output<typeof recovery>;
export type WrittenData = z.output<typeof data>;

/** For editors: completion, descriptions on hover, errors while typing. */
export function sloJsonSchema(): object {
  return { title: 'Proofload SLO file', ...z.toJSONSchema(sloFile, { target: 'draft-7', io: 'input' }) };
}
