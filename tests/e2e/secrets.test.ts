import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Cli, patient } from './cli.ts';

const planted = {
  API_TOKEN: 'planted-in-env-flag',
  ACME: 'planted-and-named',
  CI_JOB_TOKEN: 'planted-in-environment',
  rows: 'planted-in-rows',
  url: 'planted-in-url',
  cookie: 'planted-in-cookie',
  API_KEY: 'planted-in-service',
  DB_PASSWORD: 'planted-in-command',
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Command lines of k6, which everybody on the machine can read. */
function commandLinesOfK6(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes('k6') && line.includes('--paused') ? [line] : [];
      } catch {
        return []; // it ended
      }
    });
}

test('no planted secret is in what a run leaves, prints, or shows to other users', async () => {
  const cli = new Cli();
  const started = cli.experiment(
    [
      'tests/fixtures/secrets/load.ts',
      ...['--chaos', 'tests/fixtures/secrets/leak.ts', '--slo', 'tests/fixtures/secrets/slo.yaml'],
      ...['--tag', `who=${planted.API_TOKEN}`, '--build', planted.CI_JOB_TOKEN],
      '--env',
      'API_TOKEN',
      '--env',
      `ACME=${planted.ACME}`,
      '--redact',
      'ACME',
    ],
    { env: { CI_JOB_TOKEN: planted.CI_JOB_TOKEN, API_TOKEN: planted.API_TOKEN } },
  );
  const seen: string[] = [];
  const looking = setInterval(() => seen.push(...commandLinesOfK6().filter((line) => line.includes(cli.temp))), 200);
  const { code, stdout, stderr } = await started.finished;
  clearInterval(looking);
  expect(code, stderr).toBe(3);

  const texts = filesBelow(cli.folder)
    // The scenario's own source holds what its author wrote into it.
    .filter((path) => !path.endsWith('script.js'))
    .map((path) => ({ path: path.slice(cli.folder.length), text: readFileSync(path, 'utf8') }));
  for (const [where, secret] of Object.entries(planted)) {
    const found = texts.filter(({ text }) => text.includes(secret)).map(({ path }) => path);
    expect(found, `${where} in files`).toEqual([]);
    expect(stdout + stderr, `${where} in what is printed`).not.toContain(secret);
  }
  expect(seen.length, 'k6 was looked at while it ran').toBeGreaterThan(0);
  for (const secret of Object.values(planted)) for (const line of seen) expect(line).not.toContain(secret);

  // They were there to be found: what is left is their names.
  const all = texts.map(({ text }) => text).join('\n');
  for (const name of ['$API_TOKEN', '$ACME', '$CI_JOB_TOKEN', '$API_KEY', '$DB_PASSWORD', '://…@127.0.0.1:5432'])
    expect(all).toContain(name);
  const manifest = texts.find(({ path }) => path === '/run.json')?.text ?? '';
  expect(manifest).toContain('ACME=$ACME');
  expect(readdirSync(patient)).not.toContain('data-0.json');
});

test('nor in what a run says that cannot be carried out', async () => {
  const cli = new Cli();
  const refused = ['run', 'tests/fixtures/secrets/load.ts', '--reports', cli.reports, '--slo'];
  const env = { CI_JOB_TOKEN: planted.CI_JOB_TOKEN, ACME: planted.ACME };
  const file = `${planted.CI_JOB_TOKEN}/${planted.ACME}.yaml`;
  for (const more of [[], ['--json']]) {
    const { code, stdout, stderr } = await cli.run([...refused, file, '--redact', 'ACME', ...more], { env });
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('$CI_JOB_TOKEN/$ACME.yaml');
    for (const secret of Object.values(env)) expect(stdout + stderr).not.toContain(secret);
  }
  const unset = await cli.run([...refused, 'x.yaml', '--env', 'NOT_SET']);
  expect(unset).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no such variable in the environment') as unknown,
  });
});
