import type { ServiceUsage } from '../system/process-usage.ts';

/** One number of an answer. */
export interface Reading {
  readonly field: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All that a source said at one time. */
export interface Answer {
  readonly readings: readonly Reading[];
  /** Counts that are 0 where they have no reading. */
  readonly counters?: ReadonlySet<string>;
  /** Why readings may be missing. */
  readonly why?: string;
}

/** Something that is asked for numbers again and again. */
export interface Source {
  /** Rejects with the reason when there is no answer within the time. */
  read(timeoutMs: number): Promise<Answer>;
  close(): void;
}

/** A service as it is asked: by its own address, around every fault on the way to it. */
export interface AskedService {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Its URL, with what it is called and what it wants to know of who asks. */
  readonly url: string;
  /** What is known of it where we started it: its first process while it runs, what it uses, and the lines that it logs from now on. */
  readonly own: {
    pid(): number | undefined;
    usage(): Promise<ServiceUsage | undefined>;
    onLog(fn: (line: string) => void): void;
  } | null;
  /** Of a replica: asks the balancers in front of it. */
  readonly traffic?: (() => Promise<readonly BalancedTraffic[]>) | undefined;
}

/** What a balancer did with a replica since the run began. */
export interface BalancedTraffic {
  /** That the balancer belongs to. */
  readonly edge: string;
  readonly ready: boolean;
  readonly requests: number;
  readonly unanswered: number;
}

/** Readings without labels. What is not known, such as a lag without a replica, is none. */
export function readingsOf(values: Readonly<Record<string, number | null | undefined>>): Reading[] {
  return Object.entries(values).flatMap(([field, value]) => (value == null ? [] : [{ field, labels: {}, value }]));
}
