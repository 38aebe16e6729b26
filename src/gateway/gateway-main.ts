import { Socket } from 'node:net';
import { now } from '../system/clock.ts';
import { lineSplitter } from '../system/log-lines.ts';
import { openGateway, type Gateway } from './gateway.ts';
import type { Asked, Reply, Told } from './message.ts';

/**
 * The gateway process: takes the harness's questions from file descriptor 3 and answers them there. Its faults are in its memory
 * only, and it ends with the pipe: whatever becomes of the harness, they end too.
 */
const pipe = new Socket({ fd: 3 });
const tell = (told: Told): void => void pipe.write(`${JSON.stringify(told)}\n`);
let gateway: Gateway | undefined;

async function answer(asked: Asked): Promise<Reply> {
  if (asked.type === 'begin') {
    gateway = await openGateway(asked, (fault, at) => tell({ type: 'felt', fault, at }));
    return { type: 'listening', port: gateway.port };
  }
  if (gateway === undefined) throw new Error(`${asked.type} before begin`);
  const { faults, balancer } = gateway;
  if (asked.type === 'count') return { type: 'traffic', traffic: balancer.traffic() };
  if (asked.type === 'heal') return { type: 'off', requests: faults.heal(asked.fault), at: now() };
  faults.apply(asked.fault, asked.action, asked.seed);
  return { type: 'on', faults: faults.names };
}

const lines = lineSplitter((line) => {
  const asked = JSON.parse(line) as Asked;
  void answer(asked).then((reply) => tell({ ...reply, number: asked.number }));
}, Infinity);
pipe.on('data', (chunk: Buffer) => lines.push(chunk));
const gone = (): never => process.exit(0);
pipe.on('end', gone);
pipe.on('error', gone);
