import { placed, type Placed } from './place.ts';
import type { Duration } from './time.ts';

type OneOrMore<T> = T | readonly T[];
type Tag = string | number | boolean;
type Share = `${number}%`;

/** What is limited: times, shares, what is counted a second or a minute, bytes, other numbers; `…/h`: growth. */
type Amount =
  | Duration
  | Share
  | `${number}${'B' | 'KB' | 'MB' | 'GB'}`
  | `${number}`
  | `${number}${'/s' | '/min' | '/h'}`
  | `${Duration | Share | `${number}${'B' | 'KB' | 'MB' | 'GB'}`}/h`;

/** A limit, or a multiple of what the same is in steady state; the most that is allowed unless it or the metric says otherwise. */
export type SloLimit = `${'' | 'at most ' | 'at least '}${Amount | `${number}x steady`}`;

/** A name, a list of names, or all but these. */
export type SloFilter = OneOrMore<Tag> | { readonly not: OneOrMore<Tag> };

/** Which samples: by step, journey, status, or any other tag or label that they have. */
export type SloWhere = Readonly<Record<string, SloFilter>>;

type Id = string;
/** Phases of a run; `fault`, `edge` and `recovery` alone are those of every fault. */
export type SloPhase =
  'steady' | 'warmup' | 'cooldown' | 'all' | 'fault' | 'edge' | 'recovery' | `${'fault' | 'edge' | 'recovery'}:${Id}`;

interface Common {
  /** What holds, in words. */
  readonly name: string;
  /** Profiles that it is for. @default all */
  readonly profiles?: OneOrMore<string>;
  /** Why this limit. */
  readonly because?: string;
  /** What a miss does. @default fail */
  readonly severity?: 'fail' | 'warn' | 'info';
}

export interface SloObjective extends Common {
  readonly metric: string;
  /** Of `metric: 'ratio'`: how often this came … */
  readonly of?: { readonly metric: string; readonly where?: SloWhere };
  /** … for each of these. */
  readonly per?: { readonly metric: string; readonly where?: SloWhere };
  readonly stat?: `p${number}` | 'max' | 'min' | 'mean' | 'rate' | 'count' | 'last' | 'slope';
  /** Times of successes, of failures, or of both. @default ok */
  readonly outcome?: 'ok' | 'failed' | 'any';
  /** @default all */
  readonly where?: SloWhere;
  /** @default steady */
  readonly during?: OneOrMore<SloPhase>;
  /** Of what is sampled: only while this probe (a health check, or one with `is`) says so. */
  readonly while?: string;
  /** Of each fault in `during`, its edges as well. */
  readonly edges?: 'include';
  /** @default the phases as a whole */
  readonly window?: { readonly sustained: Duration } | { readonly rolling: Duration; readonly allowed?: Share };
  /** Missing it fails, or warns where `critical` is given. */
  readonly target: SloLimit;
  /** Missing it fails. */
  readonly critical?: SloLimit;
  /** @default what the statistic needs */
  readonly minSamples?: number;
  /** What it allows, as a budget that must not be spent too fast. */
  readonly budget?: { readonly burn?: number; readonly window?: Duration; readonly abort?: boolean };
  /** Without any sample. @default inconclusive */
  readonly onNoData?: 'inconclusive' | 'fail' | { readonly skip: string };
}

/** Another objective holds again in time after each fault. */
export interface SloRecovery extends Common {
  readonly recovery: {
    readonly of: OneOrMore<string>;
    readonly within: Duration;
    /** @default 5s */
    readonly hold?: Duration;
    /** @default 2s */
    readonly window?: Duration;
    /** Counts from the moment that the fault was felt (recovery time), or was gone. @default clean */
    readonly since?: 'felt' | 'clean';
  };
}

/** What an audit finds of the writes of a ledger. */
export interface SloData extends Common {
  readonly metric:
    | 'lost_writes'
    | 'phantom_writes'
    | 'duplicated_writes'
    | 'unexpected_writes'
    | 'altered_writes'
    | 'unknown_writes'
    | 'stale_reads'
    | 'rpo';
  /** @default all ledgers */
  readonly where?: { readonly ledger: string };
  /** At most so many writes or reads, or so long for `rpo`. */
  readonly target: number | `${number}` | Duration;
}

/** A rising load passes with at least so much. */
export interface SloBreakpoint extends Common {
  readonly metric: 'breakpoint';
  readonly target: `${number} users` | `${number}/s`;
}

export interface SloDefinition {
  readonly objectives: readonly (SloObjective | SloRecovery | SloBreakpoint | SloData)[];
}

export interface Slo extends SloDefinition, Placed {
  readonly proofload: 'slo';
  readonly version: 1;
}

/** An SLO file in TypeScript: what must hold, with the same fields as in YAML. */
export function defineSlo(definition: SloDefinition): Slo {
  return { proofload: 'slo', version: 1, ...definition, ...placed() };
}
