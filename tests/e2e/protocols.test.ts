import { loadSync } from '@grpc/proto-loader';
import { loadPackageDefinition, Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { Cli, root } from './cli.ts';

const folder = 'tests/fixtures/k6-scripts';

async function run(script: string, env: string) {
  const cli = new Cli();
  const args = [`${folder}/${script}`, '--slo', `${folder}/${script.replace('.js', '.yaml')}`, '--env', env];
  const { code, stdout, stderr } = await cli.experiment(args).finished;
  expect(code, stdout + stderr).toBe(0);
  return cli.verdict;
}

it('is documented with limits that these tests use', () => {
  const docs = readFileSync(join(root, 'docs/k6-scripts.md'), 'utf8');
  expect(docs).toContain(`# greeter.yaml\n${readFileSync(join(root, folder, 'greeter.yaml'), 'utf8')}`);
});

describe('a script that speaks WebSocket', () => {
  let server: WebSocketServer;
  let messages = 0;

  beforeAll(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket) => {
      socket.on('message', (text: Buffer) => {
        messages += 1;
        socket.send(text.toString());
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  it('is run, and its metrics are told', async () => {
    const { thresholds, objectives } = await run(
      'chat.js',
      `CHAT_URL=ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat`,
    );
    expect(objectives[0]?.samples).toBe(messages);
    expect(thresholds.map(({ metric, holds }) => [metric, holds])).toEqual([
      ['answer_time', true],
      ['ws_connecting', true],
      ['ws_msgs_received', true],
    ]);
    expect(thresholds.find(({ metric }) => metric === 'ws_msgs_received')?.observed).toBe(messages);
  });
});

describe('a script that speaks gRPC', () => {
  const server = new Server();
  let calls = 0;
  let port = 0;

  beforeAll(async () => {
    const definition = loadSync(join(root, folder, 'data/greeter.proto'));
    const { greeter } = loadPackageDefinition(definition) as unknown as {
      greeter: { Greeter: { service: ServiceDefinition } };
    };
    server.addService(greeter.Greeter.service, {
      Greet(call: { request: { name: string } }, done: (error: null, answer: { text: string }) => void) {
        calls += 1;
        done(null, { text: `Hello ${call.request.name}` });
      },
    });
    port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
  });
  afterAll(() => server.forceShutdown());

  it('is run, and its metrics are told', async () => {
    const { thresholds, objectives } = await run('greeter.js', `GREETER=127.0.0.1:${port}`);
    expect(objectives[0]?.samples).toBe(calls);
    expect(objectives[2]?.samples).toBe(calls);
    const duration = thresholds.find(({ metric }) => metric === 'grpc_req_duration');
    expect(duration?.holds).toBe(true);
    expect(duration?.observed).toBeGreaterThan(0);
  });
});
