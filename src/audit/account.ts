import type { LedgerLine } from './ledger-line.ts';
import { Examples } from './examples.ts';
import { doubled, TextTable } from './text-table.ts';
import { Tries } from './tries.ts';

type Standing = 'acknowledged' | 'refused' | 'unknown';

interface Reads {
  count: number;
  readonly stale: Examples;
  staleForUs: number;
}

/**
 * All that the ledgers of a run say, by key: tries of the same key are one write.
 *
 * A write is acknowledged when one of its tries was; refused when all of them were; else unknown, as it is while nothing
 * says what became of a try.
 */
export class Account {
  /** Names of the ledgers, by their numbers. */
  readonly #names: string[] = [];
  readonly #keys = new TextTable();
  readonly #values = new TextTable();
  readonly #tries = new Tries();
  // Of each write:
  #sentMs = new Uint32Array(1024);
  #endedUs = new Float64Array(1024).fill(NaN);
  #lastTry = new Uint32Array(1024);
  #acknowledged = new Uint8Array(1024);
  /** How often it was found; 2 stands for more, too. */
  #found = new Uint8Array(1024);
  readonly #reads = new Map<number, Reads>();
  /** Unix time in ms that instants are counted from. */
  #unixMs = NaN;

  /** False: the line does not fit what came before it. */
  take(line: LedgerLine): boolean {
    switch (line.kind) {
      case 'header':
        this.#unixMs = line.unixMs;
        return true;
      case 'ledger':
        this.#names[line.number] = line.name;
        return true;
      case 'write':
        this.#intend(line.ledger, line.key, line.atUs, line.value);
        return true;
      case 'outcome':
        return this.#conclude(line.write, line.mark, line.atUs);
      case 'read':
        return this.#look(line.ledger, line.key, line.begunUs, line.seen);
    }
  }

  /** The number of a ledger; -1: nothing was kept in it. */
  ledger(name: string): number {
    return this.#names.indexOf(name);
  }

  /** Numbers of the writes of a ledger, in the order in which they were first sent. */
  *writes(ledger: number): Generator<number> {
    const prefix = `${ledger} `;
    for (let write = 0; write < this.#keys.size; write++) if (this.#keys.startsWith(write, prefix)) yield write;
  }

  standing(write: number): Standing {
    if (this.#acknowledged[write] === 1) return 'acknowledged';
    return this.#tries.areRefused(this.#lastTry[write] ?? 0) ? 'refused' : 'unknown';
  }

  /** Notes that a key was read back. -1: nobody wrote it. */
  find(ledger: number, key: string): number {
    const write = this.#keys.find(`${ledger} ${key}`);
    if (write >= 0) this.#found[write] = Math.min(2, (this.#found[write] ?? 0) + 1);
    return write;
  }

  /** How often a write was found; 2 stands for more, too. */
  found(write: number): number {
    return this.#found[write] ?? 0;
  }

  /** The values that it may have by what was answered to its tries; null where one of these did not tell it. */
  values(write: number): readonly string[] | null {
    return this.#tries.values(this.#lastTry[write] ?? 0)?.map((value) => this.#values.text(value)) ?? null;
  }

  key(write: number): string {
    const text = this.#keys.text(write);
    return text.slice(text.indexOf(' ') + 1);
  }

  reads(ledger: number): Readonly<Reads> {
    let reads = this.#reads.get(ledger);
    if (reads === undefined) this.#reads.set(ledger, (reads = { count: 0, stale: new Examples(), staleForUs: 0 }));
    return reads;
  }

  /** Unix time in ms. */
  sentMs(write: number): number {
    return this.#unixMs + (this.#sentMs[write] ?? 0);
  }

  /** Unix time in ms at which it was acknowledged, or else at which its last outcome was known; null = never. */
  endedMs(write: number): number | null {
    const us = this.#endedUs[write] ?? NaN;
    return Number.isNaN(us) ? null : this.#unixMs + us / 1000;
  }

  #intend(ledger: number, key: string, atUs: number, value: string | undefined): void {
    const before = this.#keys.size;
    const write = this.#keys.add(`${ledger} ${key}`);
    if (write === this.#sentMs.length) this.#grow();
    const isNew = write === before;
    if (isNew) this.#sentMs[write] = Math.round(atUs / 1000);
    const last = isNew ? null : (this.#lastTry[write] ?? 0);
    this.#lastTry[write] = this.#tries.add(write, last, value === undefined ? null : this.#values.add(value));
  }

  #conclude(tried: number, mark: 'a' | 'r' | 'u', atUs: number): boolean {
    if (tried >= this.#tries.size) return false;
    const write = this.#tries.write(tried);
    if (mark === 'a') this.#tries.acknowledge(tried);
    if (mark === 'r') this.#tries.refuse(tried);
    if (this.#acknowledged[write] === 1) return true;
    this.#endedUs[write] = atUs;
    if (mark === 'a') this.#acknowledged[write] = 1;
    return true;
  }

  #look(ledger: number, key: string, begunUs: number, seen: boolean): boolean {
    const write = this.#keys.find(`${ledger} ${key}`);
    if (write < 0) return false;
    const sinceUs = begunUs - (this.#endedUs[write] ?? NaN);
    if (this.#acknowledged[write] === 0 || !(sinceUs >= 0)) return true;
    const reads = this.reads(ledger) as Reads;
    reads.count++;
    if (seen) return true;
    reads.stale.add(this, write);
    reads.staleForUs = Math.max(reads.staleForUs, sinceUs);
    return true;
  }

  #grow(): void {
    const { length } = this.#endedUs;
    this.#sentMs = doubled(this.#sentMs);
    this.#endedUs = doubled(this.#endedUs).fill(NaN, length);
    this.#lastTry = doubled(this.#lastTry);
    this.#acknowledged = doubled(this.#acknowledged);
    this.#found = doubled(this.#found);
  }
}
