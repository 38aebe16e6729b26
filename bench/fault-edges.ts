import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Edge } from '../src/chaos/edge.ts';
import { playFaults } from '../src/chaos/schedule.ts';
import { slowsByMs } from '../src/chaos/visible.ts';
import type { NetworkAction } from '../src/model/faults/network.ts';
import type { FaultEvent } from '../src/model/record.ts';
import type { PlannedFault } from '../src/model/plan.ts';
import { startCanary } from '../src/probe/canary.ts';
import { watchFault } from '../src/probe/watch-fault.ts';
import { now, sleep } from '../src/system/clock.ts';
import { root } from './tools.ts';

/** How late a fault was felt, and how long after healing was asked for its edge was clean; in ms. */
export interface Edges {
  readonly felt: number[];
  readonly clean: number[];
}

const actions: readonly NetworkAction[] = [
  { kind: 'latency', delayMs: 200, jitterMs: 0, direction: 'downstream' },
  { kind: 'black-hole', direction: 'both' },
  { kind: 'reset', direction: 'both' },
  { kind: 'down' },
];
const everyMs = 2000;
const onMs = 700;

/** Plays `n` faults on an edge, of every kind in turn, while k6 asks through it 1,000 times a second. */
export async function timeEdges(edge: Edge, k6: string, n: number): Promise<Edges> {
  const faults = Array.from({ length: n }, (_, i): PlannedFault => {
    const startMs = 2000 + i * everyMs;
    const action = actions[i % actions.length] ?? { kind: 'down' };
    return { id: `f${i}`, on: edge.name, startMs, endMs: startMs + onMs, action };
  });
  const seconds = Math.ceil((2000 + n * everyMs) / 1000);
  const url = `http://${edge.host}:${edge.port}/`;
  const args = [
    'run',
    '--quiet',
    '--no-usage-report',
    '--no-thresholds',
    '--summary-mode=disabled',
    join(root, 'bench/k6/rate.ts'),
  ];
  const env = { ...process.env, URL: url, SECONDS: String(seconds), K6_LOG_OUTPUT: 'none' };
  const load = spawn(k6, args, { stdio: 'ignore', env });
  const ended = once(load, 'exit');
  await sleep(2000); // k6 starts
  const clock = { t0: now() };
  const events: FaultEvent[] = [];
  const fine = [{ fromMs: 0, toMs: seconds * 1000 }];
  await using canary = startCanary({ edge: edge.name, protocol: 'http', ...edge, ...clock, fine });
  const watches = faults.map((fault) => {
    const slower = slowsByMs(fault.action as NetworkAction) ?? Infinity;
    return watchFault({ canary, fault, slowsByMs: slower, emit: (event) => events.push(event) });
  });
  const onEvent = (event: FaultEvent): void => {
    events.push(event);
    for (const watch of watches) watch.onEvent(event);
  };
  const { signal } = new AbortController();
  const { problems, left } = await playFaults({ faults, breakableOf: () => edge, clock, onEvent, signal });
  if (problems.length + left.length > 0) throw new Error([...problems, ...left].join('\n'));
  await sleep(1000);
  load.kill();
  await ended;
  const moment = (id: string, event: FaultEvent['event']): number =>
    events.find((one) => one.fault === id && one.event === event)?.atMs ?? Infinity;
  return {
    felt: faults.map(({ id, startMs }) => moment(id, 'felt') - startMs),
    clean: faults.map(({ id }) => moment(id, 'clean') - moment(id, 'heal-asked')),
  };
}
