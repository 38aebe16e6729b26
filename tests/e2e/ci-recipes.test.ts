import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cacheFolder } from '../../src/binaries/cache-folder.ts';
import { root, Started, type Finished } from './cli.ts';
import { packedProject, type PackedProject } from './packed-project.ts';

const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** The block of code that names itself in a comment on its first line. */
function block(name: string): string {
  const text = new RegExp(`\`\`\`\\w+\\n(?:// |# )${name}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
  if (text === undefined) throw new Error(`docs/ci.md has no ${name}`);
  return text;
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface GitlabJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly cache: { readonly paths: readonly string[] };
  readonly script: readonly string[];
  readonly artifacts: {
    readonly when: string;
    readonly paths: readonly string[];
    readonly reports: { readonly junit: string };
  };
}

/** What this machine does not do again for each of them: installing from a registry. */
const installs = (command: string): boolean => /^(npm ci|apt-get )/.test(command);

describe('a recipe of docs/ci.md', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = packedProject();
    cpSync(join(root, 'tests/fixtures/ci'), project.folder, { recursive: true });
    writeFileSync(join(project.folder, 'proofload.config.ts'), block('proofload.config.ts'));
    writeFileSync(join(project.folder, 'package.json'), '{ "type": "module" }');
  }, 120_000);
  beforeEach(() => rmSync(join(project.folder, 'reports'), { recursive: true, force: true }));

  /** Its commands one after the other, as a runner does it: what they said, up to the first that failed. */
  async function play(commands: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
    let last: Finished | undefined;
    for (const command of commands.filter((one) => !installs(one))) {
      const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', command], {
        cwd: project.folder,
        env: {
          ...process.env,
          ...{
            CI: 'true',
            API_TOKEN: 'given-by-ci',
            PROOFLOAD_CACHE: cacheFolder(process.env as Record<string, string>),
          },
          ...{ PROOFLOAD_STATE: mkdtempSync(join(tmpdir(), 'e2e-state-')), NO_COLOR: '1', ...env },
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      last = await new Started(child).finished;
      if (last.code !== 0) break;
    }
    if (last === undefined) throw new Error('the recipe has no command');
    return last;
  }

  /** That the gate was run with the token, and left what the recipe keeps. A busy machine may make a run invalid. */
  function expectReports({ code, stdout, stderr }: Finished): void {
    expect([0, 5], stdout + stderr).toContain(code);
    const reports = join(project.folder, 'reports');
    const [gate = ''] = readdirSync(reports).filter((name) => name.startsWith('pr-gate-'));
    expect(JSON.parse(readFileSync(join(reports, gate, 'gate.json'), 'utf8'))).toMatchObject({
      gate: 'pr',
      exitCode: code,
    });
    const runs = readdirSync(reports).filter((name) => name.startsWith('home-'));
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) expect(readFileSync(join(reports, run, 'junit.xml'), 'utf8')).toContain('home is there');
    const files = readdirSync(reports, { recursive: true, encoding: 'utf8' }).map((name) => join(reports, name));
    const leaks = files.filter((path) => statSync(path).isFile() && readFileSync(path, 'utf8').includes('given-by-ci'));
    expect(leaks).toEqual([]);
  }

  it('works in GitHub Actions', async () => {
    const workflow = parse(block('.github/workflows/gate.yml')) as { jobs: { gate: { steps: Step[] } } };
    const { steps } = workflow.jobs.gate;
    for (const { uses = '@v1' } of steps) expect(uses).toMatch(/@v\d+$/);
    const using = (action: string) => steps.find(({ uses }) => uses?.startsWith(`actions/${action}@`));
    expect(using('cache')?.with).toMatchObject({
      path: cacheFolder({ HOME: '~' }),
      key: expect.stringContaining('steps.proofload.outputs.version') as unknown,
    });
    expect(using('upload-artifact')).toMatchObject({ if: 'always()', with: { path: 'reports' } });

    const files = mkdtempSync(join(tmpdir(), 'e2e-github-'));
    const [output, summary] = [join(files, 'output'), join(files, 'summary')];
    const commands = steps.flatMap(({ run }) => run ?? []);
    const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    const finished = await play(commands, env);
    expectReports(finished);
    expect(readFileSync(output, 'utf8')).toBe(`version=${version}\n`);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## \S+ Gate pr: [^#]*### Experiments\n/);
    expect(readFileSync(summary, 'utf8').match(/^## /gm)).toHaveLength(1);
    const annotations = finished.stderr.split('\n').filter((line) => line.startsWith('::'));
    expect(annotations).toHaveLength(finished.code === 0 ? 0 : 1);
  });

  it('works in GitLab CI', async () => {
    const { gate } = parse(block('.gitlab-ci.yml')) as { gate: GitlabJob };
    expect(gate.variables['PROOFLOAD_CACHE']).toBe(`$CI_PROJECT_DIR/${gate.cache.paths.join()}`);
    expect(gate.artifacts).toEqual({ when: 'always', paths: ['reports'], reports: { junit: 'reports/*/junit.xml' } });
    expectReports(await play(gate.script, { GITLAB_CI: 'true' }));
  });

  it('works in Jenkins', async () => {
    const pipeline = block('Jenkinsfile');
    expect(pipeline.split('{').length).toBe(pipeline.split('}').length);
    expect(pipeline).toMatch(/post \{\s+always \{\s+junit 'reports\/\*\/junit\.xml'/);
    const commands = [...pipeline.matchAll(/\bsh '([^']+)'/g)].map(([, command]) => command ?? '');
    expectReports(await play(commands, { JENKINS_URL: 'http://127.0.0.1/', BUILD_NUMBER: '1' }));
  });
});
