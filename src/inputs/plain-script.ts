import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Problem } from '../diagnostic/error.ts';
import { formatPlace, type Place } from '../diagnostic/place.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import { furtherTags } from '../model/further-tags.ts';
import { highestLevel, lengthOf, type LoadCurve } from '../model/load-curve.ts';
import { pathIn } from '../model/path.ts';
import type { PlannedProfile, PlannedScript } from '../model/plan.ts';
import type { CheckedScenario } from './check-scenario.ts';
import { curveOf, endsWhenDone, executor, isOpen, sumOf, type Executor } from './plain-script-load.ts';
import type { Problems } from './problems.ts';
import { readModule } from './read-module.ts';
import type { Request } from './request.ts';
import { scenarioName } from './scenario-name.ts';

/** A k6 script that is run as it is. */
export interface PlainScript {
  readonly planned: PlannedScript;
  /** Its own redirections of host names; those of the target are added to them. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Tags that k6 must give, since names, outcomes or its thresholds ask for them. */
  readonly systemTags: readonly string[];
  /** It wants to see k6's own summary, for which k6 keeps every value in memory. */
  readonly summary: boolean;
}

/** Gives what `k6 inspect --execution-requirements` prints of a script, or what k6 has against it. */
export type InspectScript = (
  file: string,
  env: Readonly<Record<string, string>>,
) => Promise<{ readonly value: unknown } | { readonly problems: Problem[] }>;

const importsHelpers = /\b(from|import)\s*\(?\s*['"]proofload['"]/;

/**
 * Whether a file is a script for k6 and no scenario of ours: JavaScript, or TypeScript that does not import our helpers
 * and whose default export is a function, or nothing, or not to be had without k6.
 */
export async function isPlainScript(
  file: string,
  projectRoot: string,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  if (/\.[cm]?js$/.test(file)) return true;
  if (importsHelpers.test(text)) return false;
  const module = await readModule(file, projectRoot, env);
  return 'problems' in module || module.value === undefined || typeof module.value === 'function';
}

/** A script's load is its own: what the command line says of ours cannot be heeded, and must not seem to be. */
export function refuseChanges({ profile, overrides }: Request, problems: Problems): void {
  const about = ['users', 'spawnRate', 'rate', 'runTime', 'seed', 'timeScale', 'set'] as const;
  const refused = about.filter((flag) => overrides[flag] !== undefined);
  for (const flag of [...(profile === null ? [] : ['profile']), ...refused]) {
    const written = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    problems.add(
      `--${written}: a k6 script says itself what its load is`,
      undefined,
      'change its options, or read __ENV in them',
    );
  }
}

const inspected = z.object({
  scenarios: z.record(z.string(), executor),
  thresholds: z
    .record(z.string(), z.array(z.union([z.string(), z.object({ threshold: z.string() })])))
    .nullish()
    .transform((given) => given ?? {}),
  hosts: z
    .record(z.string(), z.string())
    .nullish()
    .transform((given) => given ?? {}),
  teardownTimeout: z.string().nullish(),
  totalDuration: z.string(),
  maxVUs: z.number(),
});

/** Of names, of outcomes, and of what k6 tells only by a tag. */
const neededTags = ['status', 'error_code', 'scenario', 'check', 'name', 'url', 'method'];
const k6RequestTimeoutMs = 60_000;

/** What a script will do, by k6's own word. */
export async function checkPlainScript(
  value: unknown,
  file: string,
  target: unknown,
  projectRoot: string,
  problems: Problems,
): Promise<CheckedScenario | undefined> {
  const checked = inspected.safeParse(value);
  if (!checked.success) {
    problems.add(`k6 inspect says what is not understood: ${z.prettifyError(checked.error)}`, { file });
    return undefined;
  }
  const { scenarios, thresholds, hosts, teardownTimeout, totalDuration, maxVUs } = checked.data;
  const executors = Object.values(scenarios);
  const text = await readFile(file, 'utf8');
  const name = scenarioName(file);
  const profile = profileOf(name, executors, maxVUs);
  if (profile.durationMs < 1000) {
    problems.add(`the load lasts for ${formatDuration(profile.durationMs)}, and less than 1 s cannot be judged`, {
      file,
    });
    return undefined;
  }
  const leastMs = Math.max(0, ...executors.filter((one) => !endsWhenDone(one)).map((one) => lengthOf(curveOf(one))));
  const selectors = Object.keys(thresholds);
  return {
    file,
    name,
    target,
    profile,
    journeys: [],
    requestTimeoutMs: k6RequestTimeoutMs,
    gracefulStopMs: Math.max(0, (parseDuration(totalDuration) ?? 0) - profile.durationMs),
    seed: 1,
    expectLimits: false,
    sourceAddresses: null,
    rows: new Map(),
    script: {
      planned: {
        thresholds: selectors.map((metric) => ({
          metric,
          expressions: (thresholds[metric] ?? []).map((one) => (typeof one === 'string' ? one : one.threshold)),
        })),
        leastMs,
        teardownMs: parseDuration(teardownTimeout ?? '') ?? 60_000,
        notes: [
          ...(leastMs < profile.durationMs
            ? [`the load ends when its iterations are done; ${formatDuration(profile.durationMs)} is the latest`]
            : []),
          ...timeoutNote(executors, placeOf(text, pathIn(projectRoot, file)), text),
        ],
      },
      hosts,
      systemTags: [...neededTags, ...furtherTags.filter((tag) => selectors.some((one) => one.includes(`${tag}:`)))],
      summary: /\bhandleSummary\b/.test(text),
    },
  };
}

function profileOf(name: string, executors: readonly Executor[], maxVUs: number): PlannedProfile {
  const curves = executors.map(curveOf);
  const durationMs = Math.max(...curves.map(lengthOf));
  const open = executors.every(isOpen);
  const told = open || !executors.some(isOpen);
  // Users and arrivals cannot be added: of a mixture only the number of users that there may be is known.
  const level: LoadCurve = [
    { atMs: 0, level: maxVUs },
    { atMs: durationMs, level: maxVUs },
  ];
  const curve = told ? sumOf(curves) : level;
  const maxUsers = open ? maxVUs : Math.max(1, highestLevel(curve));
  return { name, model: open ? 'open' : 'closed', curve, maxUsers, warmUpMs: 0, durationMs, breakpoint: null };
}

function timeoutNote(executors: readonly Executor[], place: Place, text: string): string[] {
  const shortest = Math.min(...executors.map(({ gracefulStop }) => gracefulStop));
  if (shortest >= k6RequestTimeoutMs || /\btimeout\b/.test(text)) return [];
  return [
    `${formatPlace(place)}: requests may take ${formatDuration(k6RequestTimeoutMs)} (the default of k6), ` +
      `and the load's graceful stop ends after ${formatDuration(shortest)}: requests that hang then are in no figure; ` +
      'give requests a timeout below it',
  ];
}

/** Where the script says how it stops, or its options, or nothing of both. */
function placeOf(text: string, file: string): Place {
  const lines = text.split('\n');
  for (const word of [/\bgracefulStop\b/, /\boptions\b/]) {
    const line = lines.findIndex((one) => word.test(one));
    if (line >= 0) return { file, line: line + 1 };
  }
  return { file };
}
