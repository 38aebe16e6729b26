import type { SampledHead } from '../model/record.ts';
import { missedSeries, type Ask, type PlannedProbe } from '../model/signal.ts';
import { now } from '../system/clock.ts';
import { openSource } from './open-source.ts';
import { Projection } from './projection.ts';
import type { AskedService, Source } from './source.ts';

export interface SamplerSpec {
  readonly probes: readonly PlannedProbe[];
  readonly services: readonly AskedService[];
  readonly everyMs: number;
  readonly t0: number;
  readonly sink: (series: SampledHead, atMs: number, value: number) => void;
}

/** Of the time between two looks, an answer may take so much: the next one begins with nothing under way. */
const patience = 0.8;

/** Asks every service what the plan wants to know of it, again and again; what does not answer is recorded as such. */
export function watchServices({ probes, services, everyMs, t0, sink }: SamplerSpec): { stop(): void } {
  const watched = groups(probes).flatMap(({ ask, members }) => {
    const service = services.find(({ name }) => name === members[0]?.service);
    if (service === undefined) return [];
    const source = openSource(ask, service);
    return [new Watch(source, members, ask, (series, at, value) => sink(series, at - t0, value))];
  });
  const look = () => {
    for (const one of watched) void one.look(everyMs * patience);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      for (const one of watched) one.stop();
    },
  };
}

/** What one source is asked for at once. */
class Watch {
  readonly #source: Source;
  readonly #projections: readonly Projection[];
  readonly #service: string;
  readonly #ask: Ask;
  readonly #sink: SamplerSpec['sink'];
  #isBusy = false;
  #isStopped = false;
  #lastAt = 0;

  constructor(source: Source, members: readonly PlannedProbe[], ask: Ask, sink: SamplerSpec['sink']) {
    this.#source = source;
    this.#projections = members.map((probe) => new Projection(probe));
    this.#service = members[0]?.service ?? '';
    this.#ask = ask;
    this.#sink = sink;
  }

  async look(timeoutMs: number): Promise<void> {
    if (this.#isBusy) {
      this.#missed('the last answer is still awaited');
      return;
    }
    this.#isBusy = true;
    try {
      const answer = await this.#source.read(timeoutMs);
      if (this.#isStopped) return;
      const at = now();
      for (const projection of this.#projections) {
        const { metric, signal, take } = projection.probe;
        const points = projection.points(answer);
        if (points.length === 0) this.#missed(answer.why ?? `it does not tell ${take.field}`, metric);
        for (const { labels, value, isNew } of points) {
          const unit = signal.kind === 'level' || signal.kind === 'truth' ? signal.unit : 'number';
          const head = { name: metric, unit, labels: { service: this.#service, ...labels } };
          if (isNew) this.#sink(head, this.#lastAt, 0);
          this.#sink(head, at, value);
        }
      }
      this.#lastAt = at;
    } catch (error) {
      if (!this.#isStopped) this.#missed((error as Error).message);
    } finally {
      this.#isBusy = false;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#source.close();
  }

  /** @param metric all that the source is asked for, unless given */
  #missed(why: string, metric?: string): void {
    const labels = { service: this.#service, ask: this.#ask.kind, why, ...(metric === undefined ? {} : { metric }) };
    this.#sink({ name: missedSeries, unit: 'number', labels }, now(), 1);
  }
}

/** Probes that the same answer serves. */
function groups(probes: readonly PlannedProbe[]): { readonly ask: Ask; readonly members: PlannedProbe[] }[] {
  const byAsk = new Map<string, { readonly ask: Ask; readonly members: PlannedProbe[] }>();
  for (const probe of probes) {
    const key = JSON.stringify([probe.service, probe.ask]);
    const group = byAsk.get(key) ?? { ask: probe.ask, members: [] };
    group.members.push(probe);
    byAsk.set(key, group);
  }
  return [...byAsk.values()];
}
