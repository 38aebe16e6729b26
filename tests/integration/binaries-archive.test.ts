import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import type { Tool } from '../../src/binaries/tool.ts';
import type { ToolHost } from '../../src/binaries/tool-host.ts';
import type { ProofloadError } from '../../src/diagnostic/error.ts';
import { makeArchive, makeBench, programs, type Bench } from '../fixtures/binaries/kit.ts';

let bench: Bench;
let servers: Server[];
beforeEach(() => {
  bench = makeBench();
  servers = [];
});
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  bench[Symbol.dispose]();
});

async function mirror(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases`;
}

async function obtain(base: string, sha256: string, more: Partial<ToolHost> = {}): Promise<Tool> {
  const digests = { [`${await bench.key('k6')}.tar.gz`]: sha256 };
  return obtainTool('k6', bench.host({ PROOFLOAD_MIRROR: base }, { digests, ...more }));
}

/** What the archive's way says when all others lead nowhere; nothing may be kept then. */
async function refusal(base: string, sha256: string, limits: ToolHost['limits'] = {}): Promise<string> {
  const error = await obtain(base, sha256, { limits }).then(
    () => Promise.reject(new Error('expected a failure')),
    (reason: unknown) => reason as ProofloadError,
  );
  expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
  expect(bench.cached()).toEqual([]);
  return error.problems.map(({ message }) => message).find((message) => message.startsWith('k6, archive: '))!;
}

test('an archive with the pinned digest is unpacked and kept', async () => {
  const { bytes, sha256 } = makeArchive(bench, { k6: programs.k6, LICENSE: 'AGPL' });
  const asked: string[] = [];
  const base = await mirror((request, answer) => {
    asked.push(`${request.url} ${String(request.headers['accept-encoding'])}`);
    answer.end(bytes);
  });
  const tool = await obtain(`${base}/`, sha256);
  expect(tool).toMatchObject({ version: '2.2.0', foundBy: 'archive' });
  expect((await obtain(base, sha256)).foundBy).toBe('cache');
  expect(asked).toEqual([`/releases/${await bench.key('k6')}.tar.gz identity`]);
  expect(bench.cached()).toEqual([await bench.key('k6')]);
});

test('another digest is told with both, and nothing of it is kept', async () => {
  const { bytes, sha256 } = makeArchive(bench, { k6: programs.k6 });
  const pinned = 'a'.repeat(64);
  const said = await refusal(await mirror((_, answer) => answer.end(bytes)), pinned);
  expect(said).toContain(`has SHA-256 ${sha256} instead of ${pinned}; it was thrown away`);
});

test('an archive that is not pinned is not asked for', async () => {
  let asked = 0;
  const base = await mirror((_, answer) => answer.end(String(asked++)));
  const error = await obtainTool('k6', bench.host({ PROOFLOAD_MIRROR: base })).catch(
    (reason: unknown) => reason as ProofloadError,
  );
  expect(JSON.stringify(error)).toContain('pins no digest');
  expect(asked).toBe(0);
});

test('the build is the way out of a mirror without the archive', async () => {
  const base = await mirror((_, answer) => answer.writeHead(404).end());
  const digests = { [`${await bench.key('k6')}.tar.gz`]: 'a'.repeat(64) };
  const env = { PROOFLOAD_MIRROR: base, ...bench.go('works', programs.k6) };
  expect((await obtainTool('k6', bench.host(env, { digests }))).foundBy).toBe('build');
  expect(bench.lines.join('\n')).toMatch(/k6: archive: .*\.tar\.gz: status 404 Not Found/);
});

test('a body that is cut off is told with how much came', async () => {
  const { bytes, sha256 } = makeArchive(bench, { k6: programs.k6 });
  const base = await mirror((_, answer) => {
    answer.writeHead(200, { 'content-length': bytes.length });
    answer.write(bytes.subarray(0, 100), () => setTimeout(() => answer.destroy(), 50));
  });
  expect(await refusal(base, sha256)).toContain(`cut off after 100 of ${bytes.length} bytes`);
});

test('a server that stalls is given up, before the first byte and after it', async () => {
  const silent = await mirror(() => undefined);
  expect(await refusal(silent, 'a', { stallMs: 200 })).toContain('no byte for 0.2 s');
  const stalling = await mirror((_, answer) => void answer.write('begin'));
  expect(await refusal(stalling, 'a', { stallMs: 200 })).toContain('no byte for 0.2 s');
});

test('a server that drips is given up at the deadline, with progress until then', async () => {
  const base = await mirror((_, answer) => {
    const timer = setInterval(() => answer.write('x'), 20);
    answer.on('close', () => clearInterval(timer));
  });
  expect(await refusal(base, 'a', { downloadMs: 3_000, progressEveryMs: 100 })).toContain('not done within 3 s');
  expect(bench.lines.filter((line) => /^k6: downloading for \d s: 0\.0 MB$/.test(line)).length).toBeGreaterThan(1);
});

test('a mirror that is not there is told with the reason', async () => {
  const base = await mirror(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await refusal(base, 'a')).toContain('ECONNREFUSED');
});

test.each([
  ['holds no k6', { other: programs.k6 }, 'the archive holds no k6'],
  ['holds another k6', { k6: programs.k6WithoutRecorder }, 'what came of it is k6 2.2.0 without the recorder'],
])('an archive that %s is not kept', async (_, files, why) => {
  const { bytes, sha256 } = makeArchive(bench, files);
  expect(await refusal(await mirror((__, answer) => answer.end(bytes)), sha256)).toContain(why);
});

test('what is no archive is told by tar', async () => {
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update('hello').digest('hex');
  const base = await mirror((_, answer) => answer.end('hello'));
  expect(await refusal(base, sha256)).toMatch(/archive: tar ended with exit code \d+: /);
});

test('user and password of a mirror are sent, and never shown', async () => {
  const { bytes, sha256 } = makeArchive(bench, { k6: programs.k6 });
  let sent = '';
  const base = await mirror((request, answer) => {
    sent = String(request.headers.authorization);
    answer.end(bytes);
  });
  await obtain(base.replace('//', '//me:s%40cret@'), sha256);
  expect(Buffer.from(sent.replace('Basic ', ''), 'base64').toString()).toBe('me:s@cret');
  expect(bench.lines.join('\n')).not.toMatch(/cret/);
});

test('a download is given up when the signal is aborted, and nothing is kept', async () => {
  const controller = new AbortController();
  const base = await mirror((_, answer) => answer.write('begin', () => controller.abort('SIGTERM')));
  const error = await obtain(base, 'a', { signal: controller.signal }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'interrupted', exitCode: 143 });
  expect(bench.cached()).toEqual([]);
});
