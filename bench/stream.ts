import { bucketBounds, bucketOf } from '../src/model/histogram.ts';
import { seededRandom } from '../src/model/random.ts';
import { streamVersion } from '../src/model/stream.ts';

/** A load as the recorder would tell it. */
export interface StreamShape {
  /** Half of them requests, half of them steps. */
  readonly series: number;
  readonly seconds: number;
  /** That every cell fills. */
  readonly buckets: number;
}

export const stepNames = (series: number): string[] =>
  Array.from({ length: series / 2 }, (_, index) => `step-${index}`);

const lowest = bucketOf(1000); // 1 ms

/** The recorder's stream of such a load, a piece for each second; answers take 1 ms and longer. */
export function* streamOf({ series, seconds, buckets }: StreamShape): Generator<string> {
  const heads = stepNames(series).flatMap((step, index) => [
    { id: 2 * index, metric: 'http_req', type: 'http', failed: false, tags: { step, status: '200' } },
    { id: 2 * index + 1, metric: 'step_duration', type: 'trend', span: true, tags: { step, outcome: 'ok' } },
  ]);
  const header = { version: streamVersion, t0: 0, slotMs: 1000, fineMs: 100, fine: [], scale: 5, unit: '1/1000' };
  yield [header, ...heads].map((line) => `${JSON.stringify(line)}\n`).join('');
  const random = seededRandom(series, seconds, buckets);
  let requests = 0;
  for (let second = 0; second < seconds; second++) {
    const cells = heads.map(({ id, type }) => {
      const counts = Array.from({ length: buckets }, () => 1 + Math.floor(random() * 9));
      const count = counts.reduce((sum, one) => sum + one);
      if (type === 'http') requests += count;
      return cellLine(id, type === 'http', second * 1000, count, counts);
    });
    yield `${cells.join('\n')}\n`;
  }
  const end = { end: true, requests, samples: requests, cells: series * seconds, series, dropped: 0 };
  yield `${JSON.stringify(end)}\n`;
}

function cellLine(id: number, isHttp: boolean, atMs: number, count: number, counts: readonly number[]): string {
  const middle = (bucket: number) => Math.round(bucketBounds(lowest + bucket).upper);
  const sum = counts.reduce((total, one, bucket) => total + one * middle(bucket), 0);
  const phases = isHttp ? [0, 0, 0, 0, 0, sum, 0] : [];
  const numbers = [id, atMs, atMs, count, count, sum, middle(0), middle(counts.length - 1), ...phases];
  return `[${numbers.join(',')},[${counts.map((one, bucket) => `${bucket === 0 ? lowest : 1},${one}`).join(',')}]]`;
}
