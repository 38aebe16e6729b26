import { boundLabel, partLabel, type PlannedProbe } from '../model/signal.ts';
import type { Answer } from './source.ts';

/** One value of one series of a probe. */
export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** The series was not there when the source answered last, and so was 0 then. */
  readonly isNew: boolean;
}

interface Sum {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Makes the points of one probe out of a source's answers.
 *
 * Counts are told since the first answer. A count that went down was begun anew, as by a restart: what it has counted
 * since then is added.
 */
export class Projection {
  readonly probe: PlannedProbe;
  readonly #counts = new Map<string, { last: number; total: number }>();
  #answers = 0;

  constructor(probe: PlannedProbe) {
    this.probe = probe;
  }

  /** Empty: the answer does not hold it. */
  points(answer: Answer): Point[] {
    const points = this.#pointsOf(answer);
    this.#answers += 1;
    return points.filter(({ value }) => Number.isFinite(value));
  }

  #pointsOf(answer: Answer): Point[] {
    const { take, signal } = this.probe;
    const { field, of, is, factor, by } = take;
    const sums = (name: string, labels: readonly string[] = by) => this.#sums(answer, name, labels);
    switch (signal.kind) {
      case 'level': {
        const whole = of.length === 0 ? null : together(of.map((name) => sums(name)));
        return [...sums(field)].map(([key, { labels, value }]) => {
          const share = whole === null ? value : value / (whole.get(key)?.value ?? NaN);
          return { labels, value: share * factor, isNew: false };
        });
      }
      case 'truth':
        return [...sums(field).values()].map(({ labels, value }) => ({
          labels,
          value: value === (is ?? 1) ? 1 : 0,
          isNew: false,
        }));
      case 'count':
        return this.#counted(sums(field));
      case 'ratio': {
        const part = this.#counted(labelled(sums(field), { [partLabel]: 'part' }));
        const whole = this.#counted(labelled(together(of.map((name) => sums(name))), { [partLabel]: 'whole' }));
        return part.length === 0 || whole.length === 0 ? [] : [...part, ...whole];
      }
      case 'histogram':
        return this.#counted(sums(`${field}_bucket`, [...by, boundLabel])).map(({ labels, ...point }) => ({
          ...point,
          labels: { ...labels, [boundLabel]: String(Number(labels[boundLabel]?.replace('+Inf', 'Infinity')) * factor) },
        }));
    }
  }

  /** The readings of a name, by the labels that are kept apart. */
  #sums({ readings, counters }: Answer, name: string, by: readonly string[]): Map<string, Sum> {
    const where = Object.entries(this.probe.take.where);
    const sums = new Map<string, Sum>();
    for (const { field, labels, value } of readings) {
      if (field !== name || !Number.isFinite(value)) continue;
      if (!where.every(([label, wanted]) => labels[label] === wanted)) continue;
      const kept = Object.fromEntries(by.map((label) => [label, labels[label] ?? '']));
      const key = JSON.stringify(kept);
      sums.set(key, { labels: kept, value: value + (sums.get(key)?.value ?? 0) });
    }
    if (sums.size === 0 && by.length === 0 && counters?.has(name) === true && this.#mayCome(readings, name))
      sums.set('{}', { labels: {}, value: 0 });
    return sums;
  }

  /** Whether a counter may come to have what is asked for: its samples do not lack a label that is. */
  #mayCome(readings: Answer['readings'], name: string): boolean {
    const there = readings.filter(({ field }) => field === name);
    const asked = Object.keys(this.probe.take.where);
    return there.length === 0 || asked.every((label) => there.some(({ labels }) => Object.hasOwn(labels, label)));
  }

  #counted(sums: ReadonlyMap<string, Sum>): Point[] {
    return [...sums.values()].map(({ labels, value }) => {
      const key = JSON.stringify(labels);
      const known = this.#counts.get(key);
      const isNew = known === undefined && this.#answers > 0;
      const last = known?.last ?? (isNew ? 0 : value);
      const total = (known?.total ?? 0) + (value >= last ? value - last : value);
      this.#counts.set(key, { last: value, total });
      return { labels, value: total, isNew };
    });
  }
}

function labelled(sums: ReadonlyMap<string, Sum>, more: Readonly<Record<string, string>>): Map<string, Sum> {
  return new Map([...sums].map(([key, { labels, value }]) => [key, { labels: { ...labels, ...more }, value }]));
}

/** The sums of several names; a series that lacks one of them is left out. */
function together([first = new Map(), ...others]: readonly ReadonlyMap<string, Sum>[]): Map<string, Sum> {
  const all = new Map<string, Sum>();
  for (const [key, { labels, value }] of first) {
    const more = others.map((other) => other.get(key)?.value ?? NaN);
    all.set(key, { labels, value: more.reduce((sum, one) => sum + one, value) });
  }
  return all;
}
