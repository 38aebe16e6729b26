import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callEngine, findEngine } from './engine.ts';

/** An engine of which only its answer matters; gives its socket. */
async function engine(status: number, body: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-test-'));
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  const socket = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return socket;
}

test('it is found where DOCKER_HOST says', async () => {
  const socket = await engine(200, '{"Version":"20.10.24"}');
  expect(await findEngine({ DOCKER_HOST: `unix://${socket}` })).toEqual({ socket, version: '20.10.24' });
});

test('it is found where an engine without root listens', async () => {
  const socket = await engine(200, '{"Version":"27.0"}');
  const found = await findEngine({ XDG_RUNTIME_DIR: join(socket, '..') });
  // Where this machine has an engine of its own, that one goes first.
  expect('version' in found).toBe(true);
});

test.each([
  ['tcp://10.0.0.1:2375', /DOCKER_HOST is tcp:\/\/10.0.0.1:2375, and containers are to run on this machine/],
  ['unix:///nowhere/docker.sock', /nothing answers at \/nowhere\/docker.sock: .*ENOENT/],
])('an engine at %s is none, and why is told', async (host, why) => {
  expect(await findEngine({ DOCKER_HOST: host })).toMatchObject({ why: expect.stringMatching(why) as string });
});

test('what is refused says why', async () => {
  const socket = await engine(409, '{"message":"name is in use"}');
  await expect(callEngine({ socket }, 'POST', '/containers/create')).rejects.toMatchObject({
    status: 409,
    message: 'name is in use',
  });
});
