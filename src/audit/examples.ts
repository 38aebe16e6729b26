import { mostExamples } from '../model/audit.ts';
import type { Account } from './account.ts';

/** An example with Unix times in ms. */
export interface Example {
  readonly key: string;
  readonly sentMs: number | null;
  readonly endedMs: number | null;
}

/** Counts what is found, and keeps the first of it. */
export class Examples {
  count = 0;
  readonly first: Example[] = [];

  add(account: Account, write: number): void {
    this.count++;
    if (this.first.length === mostExamples) return;
    this.first.push({ key: account.key(write), sentMs: account.sentMs(write), endedMs: account.endedMs(write) });
  }

  /** Of what nobody wrote. */
  addKey(key: string): void {
    this.count++;
    if (this.first.length < mostExamples) this.first.push({ key, sentMs: null, endedMs: null });
  }
}
