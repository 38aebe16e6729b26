import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestFolder, isExtensionSource } from '../../src/binaries/digest-folder.ts';
import { examine } from '../../src/binaries/doctor.ts';
import { obtainTool } from '../../src/binaries/obtain-tool.ts';
import { newSearch } from '../../src/binaries/search.ts';
import type { ProofloadError } from '../../src/diagnostic/error.ts';
import type { K6Extension } from '../../src/model/k6-extension.ts';
import { runCommand } from '../../src/system/run-command.ts';
import { Cli, root } from '../e2e/cli.ts';
import { makeBench, programs, type Bench } from '../fixtures/binaries/kit.ts';

const env = process.env as Record<string, string>;
const able = await Promise.all(
  ['go', 'git'].map((command) => runCommand({ command, args: ['version'], env, timeoutMs: 10_000 }).catch(() => null)),
);

const failure = (work: Promise<unknown>): Promise<ProofloadError> =>
  work.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error as ProofloadError,
  );

const goEnv = (name: string): string => execFileSync('go', ['env', name], { encoding: 'utf8' }).trim();

/** Lays out a module as a Go module proxy serves it. Gives the proxy's address. */
function serveModule(proxy: string, folder: string, version: string): string {
  const served = join(proxy, 'example.com/hello/@v');
  mkdirSync(served, { recursive: true });
  writeFileSync(join(served, 'list'), `${version}\n`);
  writeFileSync(join(served, `${version}.info`), JSON.stringify({ Version: version }));
  cpSync(join(folder, 'go.mod'), join(served, `${version}.mod`));
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', join(proxy, '.git'), '--work-tree', folder, ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('add', '.');
  const zip = join(served, `${version}.zip`);
  git('archive', '--format=zip', `--prefix=example.com/hello@${version}/`, `--output=${zip}`, git('write-tree'));
  return `file://${proxy}`;
}

describe.skipIf(able.includes(null))('a k6 with an extension, built by xk6', () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'extensions-'));
  const folder = join(cacheDir, 'hello');
  const lines: string[] = [];
  const obtain = (...k6Extensions: K6Extension[]) =>
    obtainTool('k6', { env, cacheDir, k6Extensions, onProgress: (line) => lines.push(line) });
  const key = async (changed: Record<string, string> = {}) =>
    (
      await newSearch('k6', {
        env: { ...env, ...changed },
        cacheDir,
        k6Extensions: [hello],
        onProgress: () => undefined,
      })
    ).key;
  const hello = { module: 'example.com/hello', folder };

  beforeAll(() => cpSync(join(import.meta.dirname, '../fixtures/k6-extension/hello'), folder, { recursive: true }));
  afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

  test('holds it and the recorder, and is built once for one content of it', { timeout: 600_000 }, async () => {
    const built = await obtain(hello);
    expect(built).toMatchObject({ version: '2.2.0', foundBy: 'build' });
    const { stdout } = await runCommand({ command: built.path, args: ['version'], env, timeoutMs: 10_000 });
    expect(stdout).toMatch(/^ {2}example\.com\/hello \(devel\), k6\/x\/hello \[js\]$/m);
    expect(stdout).toMatch(/proofload \[output\]$/m);
    expect(lines).toContain(`k6: PATH: not looked at: no k6 tells which content of example.com/hello it holds`);
    expect(await obtain(hello)).toEqual({ ...built, foundBy: 'cache' });

    const before = await key();
    writeFileSync(join(folder, 'hello_test.go'), 'package hello\n');
    expect(await key()).toBe(before);
    writeFileSync(join(folder, 'words.txt'), 'may be embedded\n');
    expect(await key()).not.toBe(before);
    rmSync(join(folder, 'words.txt'));
    expect(await key({ PATH: '/nowhere' })).not.toBe(before); // another Go, or none
  });

  test('is built of a module as Go fetches it', { timeout: 120_000 }, async () => {
    const digest = await digestFolder(folder, isExtensionSource);
    const version = `v1.0.0-content.${digest.slice(0, 12)}`; // Go keeps what it fetched, by this name
    const proxy = serveModule(join(cacheDir, 'proxy'), folder, version);
    const fetching = { ...env, GOPROXY: `${proxy},${goEnv('GOPROXY')}`, GONOSUMDB: 'example.com' };
    const tool = await obtainTool('k6', {
      env: fetching,
      cacheDir,
      k6Extensions: [{ module: 'example.com/hello', version }],
      onProgress: () => undefined,
    });
    expect(execFileSync(tool.path, ['version'], { encoding: 'utf8' })).toContain(
      `example.com/hello ${version}, k6/x/hello [js]`,
    );
  });

  test('is not built of a module that Go cannot fetch, and Go says why', async () => {
    const error = await failure(obtain({ module: 'example.com/not-there', version: 'v1.2.3' }));
    expect(error).toMatchObject({ code: 'tool-missing', exitCode: 7 });
    expect(error.message).toContain('k6 2.2.0 with the recorder and example.com/not-there');
    const said = error.problems.at(-1)!.message;
    expect(said).toMatch(
      /^k6, build: xk6 ended with exit code 1: example\.com\/not-there: .*example\.com\/not-there@v1\.2\.3/,
    );
    const log = /all of it: (\S+)\)$/.exec(said)?.[1] ?? '';
    expect(existsSync(log)).toBe(true);
  });

  test('is not built of an extension that does not compile, and Go says where', { timeout: 120_000 }, async () => {
    const broken = join(cacheDir, 'broken');
    cpSync(folder, broken, { recursive: true });
    writeFileSync(join(broken, 'more.go'), 'package hello\n\nvar count int = "three"\n');
    const error = await failure(obtain({ module: 'example.com/hello', folder: broken }));
    expect(error.problems.at(-1)!.message).toContain('more.go:3:17: cannot use "three"');
  });

  describe('at the command line', () => {
    const project = join(import.meta.dirname, '../fixtures/k6-extension');
    const server = createServer((request, response) => request.pipe(response));
    const cli = new Cli();
    let options: { env: Record<string, string>; cwd: string };

    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const toxiproxy = await obtainTool('toxiproxy', { env, onProgress: () => undefined });
      options = { env: { PROOFLOAD_CACHE: cacheDir, PROOFLOAD_TOXIPROXY: toxiproxy.path }, cwd: project };
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    const run = (what: string, cwd = project) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return cli.run(['run', what, '--target', url, '--reports', cli.reports], { ...options, cwd });
    };

    test('makes the load, and the record names it', { timeout: 300_000 }, async () => {
      const { code, stderr } = await run('greeting');
      expect(code, stderr).toBe(0);
      const { plan, digests } = cli.manifest;
      expect(plan.k6Extensions).toEqual(['example.com/hello from hello']);
      expect(digests['hello']).toMatch(/^[0-9a-f]{64}$/);
    });

    test('is planned, and examined', async () => {
      expect((await cli.run(['plan', 'greeting'], options)).stdout).toContain(
        'k6          with example.com/hello from hello',
      );
      expect((await cli.run(['doctor'], options)).stdout).toContain('with example.com/hello');
    });

    test('is missed before anything starts by a scenario that imports it', async () => {
      const { code, stderr } = await run(join(project, 'greeting.ts'), root);
      expect(code).toBe(2);
      expect(stderr).toContain('holds no extension k6/x/hello');
    });

    test.each([
      ["{ path: './nothing' }", './nothing is not a Go module'],
      ["{ path: './undotted' }", 'the module of ./undotted is called undotted'],
      ["{ module: 'example.com/hello', version: 'latest' }", 'expected an exact version'],
      ["{ path: './hello' }, { path: './hello' }", 'example.com/hello is there twice'],
    ])('is refused as %s before anything starts', async (extension, why) => {
      const cwd = mkdtempSync(join(cacheDir, 'project-'));
      cpSync(folder, join(cwd, 'hello'), { recursive: true });
      mkdirSync(join(cwd, 'undotted'));
      writeFileSync(join(cwd, 'undotted/go.mod'), 'module undotted\n');
      const config = `import { defineConfig } from 'proofload';\nexport default defineConfig({ experiments: {}, k6: { extensions: [${extension}] } });\n`;
      writeFileSync(join(cwd, 'proofload.config.ts'), config);
      const { code, stderr } = await run(join(project, 'greeting.ts'), cwd);
      expect(code).toBe(2);
      expect(stderr).toContain(why);
    });
  });
});

describe('a k6 that is there', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = makeBench();
  });
  afterEach(() => {
    bench[Symbol.dispose]();
  });
  const hello = { module: 'example.com/hello', version: 'v1.2.3' };
  const named = (program: string, k6Extensions: readonly K6Extension[]) =>
    obtainTool('k6', bench.host({ PROOFLOAD_K6: bench.program('my-k6', program) }, { k6Extensions }));

  test('is taken when it lists every extension', async () => {
    expect(await named(programs.k6WithHello, [hello])).toMatchObject({ foundBy: 'PROOFLOAD_K6' });
    bench.program('k6', programs.k6WithHello);
    expect(await obtainTool('k6', bench.host({}, { k6Extensions: [hello] }))).toMatchObject({ foundBy: 'PATH' });
  });

  test.each([
    [{ module: 'example.com/other', version: 'v1.2.3' }, 'holds no extension of example.com/other'],
    [{ module: 'example.com/hello', version: 'v1.3.0' }, 'holds example.com/hello v1.2.3, not v1.3.0'],
  ])('is refused without %o', async (extension, why) => {
    const error = await failure(named(programs.k6WithHello, [hello, extension]));
    expect(error).toMatchObject({ code: 'tool-unfit', exitCode: 7 });
    expect(error.message).toContain(why);
  });

  test('cannot be built upon without git', async () => {
    const error = await failure(
      obtainTool('k6', bench.host(bench.go('works', programs.k6WithHello), { k6Extensions: [hello] })),
    );
    expect(error.problems.at(-1)!.message).toContain('no git on PATH');
    expect(error.hint).toContain('and git');
  });

  test('is told by doctor with its extensions', async () => {
    bench.program('k6', programs.k6WithHello);
    const { env } = bench.host();
    const rows = await examine({
      env,
      cacheDir: bench.cacheDir,
      goDir: bench.goDir,
      k6Extensions: [hello],
      findPostgresBinaries: () => undefined,
    });
    expect(rows.find(({ name }) => name === 'k6')?.found).toBe(`${bench.bin}/k6 (PATH)\nwith example.com/hello`);
  });
});
