import type { Cell } from '../model/cell.ts';
import type { SeriesHead } from '../model/record.ts';
import { StreamReader } from '../model/stream-reader.ts';
import { slotMs } from '../model/timeline.ts';
import { failureKind, liveFigures, type LiveFigures } from '../verdict/live-figures.ts';
import { LiveWindow } from '../verdict/live-window.ts';
import { outcomeSource } from '../verdict/metric.ts';

export interface LiveErrors {
  readonly kind: string;
  /** In the span of the figures. */
  readonly recent: number;
  /** Since the load began. */
  readonly total: number;
}

/** What the stream tells of the load, up to the newest second that is whole. */
export interface LoadSoFar extends LiveFigures {
  /** Everything up to here, in ms since t0, is in the figures. */
  readonly settledMs: number;
  readonly requests: number;
  /** That are there; null where the load does not tell. */
  readonly users: number | null;
  /** Most frequent first. */
  readonly errors: readonly LiveErrors[];
  /** p95 of each of the last seconds, the newest last. */
  readonly p95History: readonly (number | null)[];
}

/** The figures look this far back. */
const lookBackMs = 5000;
const historySeconds = 60;
/** The recorder writes a second's cells up to 70 ms after its end. */
const deliveryMs = 150;

/** Follows the recorder's stream while the load goes on. Its memory does not grow with the length of the load. */
export class LiveLoad {
  readonly window = new LiveWindow();
  readonly #reader: StreamReader;
  readonly #heads = new Map<number, SeriesHead>();
  readonly #counts = new Map<number, number>();
  readonly #p95History: (number | null)[] = [];
  #requests = 0;
  #users: number | null = null;
  #known: LoadSoFar | undefined;

  constructor() {
    this.#reader = new StreamReader({
      series: (head) => {
        this.#heads.set(head.id, head);
        this.window.series(head);
      },
      cell: (id, cell) => this.#cell(id, cell),
    });
  }

  /** A piece of the stream, of any size. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  /** The end of the newest second whose cells have come, in ms since t0. */
  settledMs(elapsedMs: number): number {
    return Math.max(0, Math.floor((elapsedMs - deliveryMs) / slotMs) * slotMs);
  }

  /** Computed once a second, however often it is asked for. */
  soFar(elapsedMs: number): LoadSoFar {
    const settledMs = this.settledMs(elapsedMs);
    if (this.#known?.settledMs === settledMs) return this.#known;
    for (let at = this.#known?.settledMs ?? 0; at < settledMs; at += slotMs) {
      this.#p95History.push(liveFigures(this.window, at, at + slotMs).p95Ms);
    }
    this.#p95History.splice(0, this.#p95History.length - historySeconds);
    const fromMs = Math.max(0, settledMs - lookBackMs);
    return (this.#known = {
      ...liveFigures(this.window, fromMs, settledMs),
      settledMs,
      requests: this.#requests,
      users: this.#users,
      errors: this.#errors(fromMs, settledMs),
      p95History: [...this.#p95History],
    });
  }

  #cell(id: number, cell: Cell): void {
    this.window.cell(id, cell);
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + cell.count);
    const head = this.#heads.get(id);
    if (head?.type === 'http') this.#requests += cell.count;
    if (head?.metric === 'active_users') this.#users = (this.#users ?? 0) + cell.sum / 1000;
  }

  #errors(fromMs: number, toMs: number): LiveErrors[] {
    const source = outcomeSource([...this.#heads.values()]);
    const kinds = new Map<string, { recent: number; total: number }>();
    const of = (head: SeriesHead) => {
      const kind = failureKind(head, source);
      if (kind === null) return undefined;
      let known = kinds.get(kind);
      if (known === undefined) kinds.set(kind, (known = { recent: 0, total: 0 }));
      return known;
    };
    for (const [id, head] of this.#heads) {
      const counts = of(head);
      if (counts !== undefined) counts.total += this.#counts.get(id) ?? 0;
    }
    for (const [head, { count }] of this.window.seen(fromMs, toMs)) {
      const counts = of(head);
      if (counts !== undefined) counts.recent += count;
    }
    return [...kinds]
      .map(([kind, counts]) => ({ kind, ...counts }))
      .sort((a, b) => b.recent - a.recent || b.total - a.total || (a.kind < b.kind ? -1 : 1));
  }
}
