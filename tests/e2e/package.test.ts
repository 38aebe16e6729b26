import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './cli.ts';
import { packedProject, type PackedProject } from './packed-project.ts';

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
  let project: PackedProject;
  const proofload = (...args: string[]) =>
    execFileSync(process.execPath, [join(project.modules, 'proofload/dist/cli/main.js'), ...args], {
      cwd: project.folder,
      encoding: 'utf8',
    });

  beforeAll(() => {
    project = packedProject();
    writeFileSync(join(project.folder, 'load.ts'), load);
  }, 120_000);

  it('plans a scenario of the project that it is installed in', () => {
    expect(proofload('plan', 'load.ts')).toContain('10 users for 30 s (closed model)');
  });

  it('knows its version, and finds what it builds its tools from', () => {
    expect(proofload('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(proofload('doctor')).toMatch(/k6 +2\.2\.0/);
  });

  it('holds no tests and no targets', () => {
    const files = execFileSync('tar', ['-tzf', project.archive], { encoding: 'utf8' });
    expect(files.split('\n').filter((name) => /\.test\.|_test\.go|targets\/|tests\//.test(name))).toEqual([]);
    expect(files).toContain('package/go/k6/output.go');
    expect(files).toContain('package/go/k6/journey/step.go');
  });

  it('gives authors their types', () => {
    writeFileSync(
      join(project.folder, 'tsconfig.json'),
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
    expect(execFileSync(process.execPath, [tsc, '-p', project.folder], { encoding: 'utf8' })).toBe('');
  });
});
