import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missedSeries, type Ask, type PlannedProbe, type SignalKind } from '../model/signal.ts';
import { processUsage } from '../system/process-usage.ts';
import { now, until } from '../system/clock.ts';
import { watchServices } from './sampler.ts';
import type { AskedService } from './source.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function serve(listener: RequestListener): Promise<AskedService> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { name: 'api', host: '127.0.0.1', port, url: `http://shop.test:${port}/base`, own: null };
}

function probe(metric: string, kind: SignalKind, ask: Ask, field = metric): PlannedProbe {
  const signal = { kind, unit: 'number', atMost: true, labels: ['service'] } as const;
  return { metric, service: 'api', signal, ask, take: { field, of: [], where: {}, by: [], is: null, factor: 1 } };
}

function watch(service: AskedService, probes: readonly PlannedProbe[], everyMs = 100): Sample[] {
  const samples: Sample[] = [];
  const watched = watchServices({
    probes,
    services: [service],
    everyMs,
    t0: now(),
    sink: ({ name, labels }, _at, value) => samples.push({ name, labels, value }),
  });
  onTestFinished(() => watched.stop());
  return samples;
}

/** Beyond a test: a machine that stands still does not come to a second look before the first has its answer. */
const onceMs = 60_000;

const metrics = { kind: 'prometheus', path: '/metrics' } as const;
const have = async (what: () => boolean) => {
  expect((await until(what, { timeoutMs: 5000, what: 'samples' })).met).toBe(true);
};
const whys = (samples: readonly Sample[]) =>
  samples.filter(({ name }) => name === missedSeries).map(({ labels }) => labels);

describe('asking services', () => {
  it('asks once for all that one answer tells, at the host that the service is called by', async () => {
    const asked: string[] = [];
    const service = await serve(({ url, headers }, answer) => {
      asked.push(`${headers.host?.split(':')[0] ?? ''}${url ?? ''}`);
      answer.end('a 1\nb 2\n');
    });
    const samples = watch(service, [probe('a', 'level', metrics), probe('b', 'level', metrics)], onceMs);
    await have(() => samples.length === 2);
    expect(samples).toEqual([
      { name: 'a', labels: { service: 'api' }, value: 1 },
      { name: 'b', labels: { service: 'api' }, value: 2 },
    ]);
    expect(asked).toEqual(['shop.test/base/metrics']);
  });

  it('has no value of what is not told, and says why', async () => {
    const service = await serve((_, answer) => void answer.end('a 1\n'));
    const samples = watch(service, [probe('a', 'level', metrics), probe('b', 'level', metrics)], onceMs);
    await have(() => whys(samples).length > 0);
    expect(whys(samples)[0]).toMatchObject({ service: 'api', metric: 'b', why: 'it does not tell b' });
    expect(samples.filter(({ name }) => name === 'b')).toEqual([]);
  });

  it.each([
    ['/metrics answers 404', 404, ''],
    ['line 1 is no Prometheus text: <html>', 200, '<html>'],
  ])('has no value when %s', async (why, status, text) => {
    const service = await serve((_, answer) => void answer.writeHead(status).end(text));
    const samples = watch(service, [probe('a', 'level', metrics)], onceMs);
    await have(() => samples.length > 0);
    expect(whys(samples)[0]).toEqual({ service: 'api', ask: 'prometheus', why });
  });

  it('never has two questions under way, and goes on when answers come again', async () => {
    let [open, most, hangs] = [0, 0, true];
    const service = await serve((request, answer) => {
      open += 1;
      most = Math.max(most, open);
      request.socket.once('close', () => (open -= 1));
      if (!hangs) answer.end('a 1\n');
    });
    const samples = watch(service, [probe('a', 'level', metrics)]);
    await have(() => whys(samples).filter(({ why }) => why?.includes('no answer within 80 ms')).length >= 3);
    hangs = false;
    await have(() => samples.some(({ name }) => name === 'a'));
    expect(most).toBe(1);
  });

  it('takes a health check that gets no answer for a bad one', async () => {
    const health = probe('ready', 'truth', { kind: 'health', path: '/ready' }, 'healthy');
    const service = await serve((_, answer) => void answer.writeHead(503).end());
    const samples = watch(service, [health], onceMs);
    const refused = watch({ ...service, port: 1 }, [health], onceMs);
    await have(() => samples.length > 0 && refused.length > 0);
    expect([samples[0]?.value, refused[0]?.value]).toEqual([0, 0]);
  });

  it('says of its own processes whether they run and what they use', async () => {
    const ask = { kind: 'process' } as const;
    const probes = [
      probe('up', 'truth', ask),
      probe('used', 'level', ask, 'cores_used'),
      probe('files', 'level', ask, 'open_files'),
    ];
    let pid: number | undefined = process.pid;
    const usage = () => Promise.resolve(processUsage(process.pid));
    const own = { pid: () => pid, usage, onLog: () => undefined };
    const service: AskedService = { name: 'api', host: '127.0.0.1', port: 1, url: 'http://127.0.0.1:1', own };
    const samples = watch(service, probes);
    const values = (name: string) => samples.filter((one) => one.name === name).map(({ value }) => value);
    await have(() => values('used').length > 0);
    expect(values('up')[0]).toBe(1);
    expect(values('files')[0]).toBeGreaterThan(3);
    pid = undefined;
    await have(() => values('up').includes(0));
    expect(whys(samples).at(-1)?.['why']).toBe('it does not run');
    const others = watch({ ...service, own: null }, probes);
    await have(() => whys(others).length > 0);
    expect(others.filter(({ name }) => name === 'up')).toEqual([]);
  });
});
