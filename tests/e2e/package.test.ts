import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './cli.ts';

const load = `
import { check } from 'k6';
import http from 'k6/http';
import { defineJourney, defineScenario, defineTarget, users } from 'proofload';
const target = defineTarget({ name: 'mine', services: { target: { kind: 'external', url: 'http://127.0.0.1:9000' } }, edges: ['k6->target'] });
const home = defineJourney({ name: 'visitor', steps: ['home'], run: ({ step, url }) => step('home', () => check(http.get(url('/')), { ok: (r) => r.status === 200 })) });
export default defineScenario({ target, profile: users(10, { for: '30s' }), journeys: [home] });
`;

/** What is published, in somebody else's project. */
describe('the package', () => {
  const project = mkdtempSync(join(tmpdir(), 'e2e-package-'));
  const modules = join(project, 'node_modules');
  const proofload = (...args: string[]) =>
    execFileSync(process.execPath, [join(modules, 'proofload/dist/cli/main.js'), ...args], {
      cwd: project,
      encoding: 'utf8',
    });

  beforeAll(() => {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
    const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', project], {
      cwd: root,
      encoding: 'utf8',
    });
    mkdirSync(modules);
    // Its dependencies are those that are installed here; only the package itself is what was packed.
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
    execFileSync('tar', ['-xzf', join(project, packed.trim()), '-C', modules]);
    execFileSync('mv', [join(modules, 'package'), join(modules, 'proofload')]);
    writeFileSync(join(project, 'load.ts'), load);
  }, 120_000);

  it('plans a scenario of the project that it is installed in', () => {
    expect(proofload('plan', 'load.ts')).toContain('10 users for 30 s (closed model)');
  });

  it('knows its version, and finds what it builds its tools from', () => {
    expect(proofload('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(proofload('doctor')).toMatch(/k6 +2\.2\.0/);
  });

  it('holds no tests and no targets', () => {
    const files = execFileSync(
      'tar',
      [
        '-tzf',
        join(
          project,
          readdirSync(project).find((name) => name.endsWith('.tgz'))!,
        ),
      ],
      { encoding: 'utf8' },
    );
    expect(files.split('\n').filter((name) => /\.test\.|_test\.go|targets\/|tests\//.test(name))).toEqual([]);
    expect(files).toContain('package/go/k6/output.go');
    expect(files).toContain('package/go/k6/journey/step.go');
  });

  it('gives authors their types', () => {
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          module: 'esnext',
          moduleResolution: 'bundler',
          target: 'es2022',
          types: ['k6'],
          skipLibCheck: true,
          noEmit: true,
        },
        include: ['load.ts'],
      }),
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })).toBe('');
  });
});
