import { build } from 'esbuild';
import { basename, dirname, join } from 'node:path';
import type { Plan, PlannedFeeder } from '../model/plan.ts';
import type { Settings } from '../in-k6/settings.ts';
import { authoredPlugin } from './authored-plugin.ts';
import { dataFiles } from './data-files.ts';
import { packageRoot } from './package-root.ts';

/** System tags that the judge always needs. */
export const systemTags = ['status', 'error_code', 'scenario', 'check'];

/** k6's `options` for a plan. Whole milliseconds, since k6 reads durations as Go does. */
export function k6Options(plan: Plan): object {
  const { name, maxUsers, durationMs } = plan.profile;
  return {
    scenarios: {
      [name]: {
        executor: 'constant-vus',
        vus: maxUsers,
        duration: `${durationMs}ms`,
        gracefulStop: `${plan.scenario.gracefulStopMs}ms`,
        exec: 'journeys',
      },
    },
    systemTags: [...systemTags, ...(plan.scenario.furtherTags ?? [])],
    userAgent: 'proofload',
  };
}

/**
 * Bundles the scenario of `plan` with our runtime into one ES module that k6 runs.
 *
 * Nothing in it changes from run to run (ports and run id come by environment), so equal input gives equal bytes.
 * Stack traces inside k6 name the authored files: the inline source map has them relative to `proofload:///`.
 *
 * @param projectRoot folder that authored files are named relative to
 * @param scenarioFile absolute path of the scenario
 */
export async function bundleScript(plan: Plan, scenarioFile: string, projectRoot: string): Promise<string> {
  const root = packageRoot();
  const data = dataFiles(plan);
  const sourceOf = ({ file }: PlannedFeeder) => data.findIndex(({ from }) => from === file);
  const settings: Settings = {
    seed: plan.scenario.seed,
    model: plan.profile.model,
    curve: plan.profile.curve,
    maxUsers: plan.profile.maxUsers,
    requestTimeoutMs: plan.scenario.requestTimeoutMs,
    expectLimits: plan.scenario.expectLimits,
    journeys: plan.scenario.journeys.map(({ name, think, weight, feeders, metrics, ledgers }) => ({
      name,
      think,
      weight,
      feeders: Object.fromEntries(
        Object.entries(feeders).map(([name, feeder]) => [name, { ...feeder, source: sourceOf(feeder) }]),
      ),
      metrics,
      ledgers,
    })),
  };
  // One copy of the rows for all users, each with an interpreter of its own.
  const sources = data.map(
    ({ name }) => `new SharedArray(${JSON.stringify(name)}, () => JSON.parse(open(${JSON.stringify(`./${name}`)})))`,
  );
  const entry = [
    `import scenario from ${JSON.stringify(`./${basename(scenarioFile)}`)};`,
    `import { bind } from ${JSON.stringify(join(root, 'src/in-k6/journey.ts'))};`,
    ...(sources.length === 0 ? [] : [`import { SharedArray } from 'k6/data';`]),
    `export const options = ${JSON.stringify(k6Options(plan), null, 2)};`,
    `export const journeys = bind(scenario.journeys, ${JSON.stringify(settings)}, [${sources.join(', ')}]);`,
  ].join('\n');
  const result = await build({
    stdin: { contents: entry, resolveDir: dirname(scenarioFile), sourcefile: 'proofload-entry.ts', loader: 'ts' },
    absWorkingDir: projectRoot,
    outfile: 'script.js',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    // k6 parses neither of the two.
    supported: { 'async-generator': false, 'for-await': false },
    sourcemap: 'inline',
    sourceRoot: 'proofload:///',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [authoredPlugin('bound')],
  });
  return result.outputFiles[0]?.text ?? '';
}
