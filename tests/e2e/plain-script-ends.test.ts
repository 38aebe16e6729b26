import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configName } from '../../src/inputs/find-experiment.ts';
import { Cli, patient } from './cli.ts';

const head = `import http from 'k6/http';
import exec from 'k6/execution';
import { fail, sleep } from 'k6';
export const options = { vus: 2, duration: '2s', gracefulStop: '1s', setupTimeout: '1s', teardownTimeout: '1s' };
const page = () => { http.get(__ENV.PAGE_URL, { timeout: '500ms' }); sleep(0.05); };
`;
const slo = `version: 1
objectives:
  - { name: few errors, metric: error_rate, target: 50%, minSamples: 1, during: all }
`;

describe('the end of a plain script', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => response.end('page'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function end(text: string) {
    const cli = new Cli();
    const folder = mkdtempSync(join(tmpdir(), 'e2e-script-'));
    writeFileSync(join(folder, 'script.js'), text);
    writeFileSync(join(folder, 'slo.yaml'), slo);
    cpSync(join(patient, configName), join(folder, configName));
    const { code, stderr, stdout } = await cli.run(
      ['run', 'script.js', '--slo', 'slo.yaml', '--reports', cli.reports],
      { cwd: folder, env: { PAGE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } },
    );
    return { cli, code, stderr, stdout };
  }

  it('that is a good one passes', async () => {
    const { code, stdout, stderr } = await end(`${head}export default page;`);
    expect(code, stdout + stderr).toBe(0);
  });

  it.each([
    {
      what: 'whose iterations throw',
      text: 'export default () => { page(); throw new TypeError("boo"); };',
      words: 'iterations of the script threw',
      error: /^TypeError: boo \(script\.js:6:\d+\), thrown by \d+ iterations$/,
    },
    {
      what: 'whose iterations fail()',
      text: 'export default () => { page(); fail("no luck"); };',
      words: 'iterations of the script threw',
      error: /no luck/,
    },
    {
      what: 'that marks the test as failed',
      text: 'export default () => { page(); exec.test.fail("not good"); };',
      words: 'exec.test.fail',
    },
    {
      what: 'that aborts the test',
      text: 'export default () => { page(); exec.test.abort("stop it"); };',
      words: 'exec.test.abort',
    },
    {
      what: 'whose setup() throws',
      text: 'export function setup() { throw new Error("no database"); }\nexport default page;',
      words: 'no database',
    },
    {
      what: 'whose setup() takes too long',
      text: 'export function setup() { sleep(5); }\nexport default page;',
      words: 'setup() took too long',
    },
    {
      what: 'whose teardown() throws',
      text: 'export default page;\nexport function teardown() { throw new Error("cannot clean"); }',
      words: 'cannot clean',
    },
    {
      what: 'whose teardown() takes too long',
      text: 'export default page;\nexport function teardown() { sleep(5); }',
      words: 'teardown() took too long',
    },
  ])('$what is invalid, exit code 5', async ({ text, words, error }) => {
    const { cli, code, stdout, stderr } = await end(head + text);
    expect(code, stdout + stderr).toBe(5);
    expect(cli.verdict.verdict).toBe('invalid');
    expect(cli.verdict.reasons.map((reason) => reason.text).join('\n')).toContain(words);
    if (error !== undefined) expect(cli.verdict.scriptErrors).toContainEqual(expect.stringMatching(error));
  });

  it.each([
    { what: 'that cannot be parsed', text: 'export default () => { x(', words: /script\.js:\d+:\d+ .*Unexpected end/ },
    { what: 'that throws at once', text: 'throw new Error("no key");', words: /script\.js:1:\d+ .*no key/ },
    {
      what: 'with an executor that there is not',
      text: 'export const options = { scenarios: { a: { executor: "nope" } } };\nexport default () => {};',
      words: /unknown executor type 'nope'/,
    },
    {
      what: 'with a bare import',
      text: 'import _ from "lodash";\nexport default () => {};',
      words: /moduleSpecifier \\?"lodash\\?"/,
    },
    { what: 'without a function', text: 'export const a = 1;', words: /no exported functions|default/ },
    {
      what: 'that is too short',
      text: 'export const options = { duration: "500ms", vus: 1 };\nexport default () => {};',
      words: /1 ?s/,
    },
  ])('$what is bad input, exit code 2, and starts nothing', async ({ text, words }) => {
    const { cli, code, stderr } = await end(text);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(words);
    expect(cli.tempFolders()).toEqual([]);
  });
});
