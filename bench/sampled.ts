import type { SampledHead } from '../src/model/record.ts';
import { partLabel, type PlannedProbe, type Signal } from '../src/model/signal.ts';
import { seededRandom } from '../src/model/random.ts';
import { SampledLines, sampledVersion } from '../src/record/sampled-line.ts';

const services = ['api', 'db', 'cache', 'worker', 'gateway'];

/** What is asked of every service once a second. */
const signals: Readonly<Record<string, Pick<Signal, 'kind' | 'unit'>>> = {
  service_up: { kind: 'truth', unit: 'share' },
  service_cpu: { kind: 'level', unit: 'share' },
  service_memory_bytes: { kind: 'level', unit: 'bytes' },
  errors: { kind: 'count', unit: 'number' },
  hits: { kind: 'ratio', unit: 'share' },
};

/** Five signals of each of five services, 30 series. */
export const probes: readonly PlannedProbe[] = services.flatMap((service) =>
  Object.entries(signals).map(([metric, signal]) => ({
    metric,
    service,
    signal: { ...signal, atMost: true, labels: ['service'] },
    ask: { kind: 'process' },
    take: { of: [], where: {}, by: [], is: null, factor: 1, field: metric },
  })),
);

/** The lines that they are recorded in. */
export function* sampledOf(seconds: number): Generator<string> {
  yield `${JSON.stringify({ version: sampledVersion })}\n`;
  const lines = new SampledLines();
  const random = seededRandom(seconds);
  const counted = new Map<SampledHead, number>();
  const heads = probes.flatMap(({ metric: name, service, signal: { kind, unit } }): SampledHead[] => {
    const parts = kind === 'ratio' ? ['part', 'whole'] : [undefined];
    return parts.map((part) => ({
      name,
      unit,
      labels: part === undefined ? { service } : { service, [partLabel]: part },
    }));
  });
  for (let second = 0; second < seconds; second++) {
    for (const head of heads) {
      const value = (counted.get(head) ?? 0) + random();
      counted.set(head, value);
      yield lines.of(head, second * 1000, value);
    }
  }
}
