import { resolve } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { findExperiment, type Project } from '../inputs/find-experiment.ts';
import type { Request, Runtime, WrittenOverrides } from '../inputs/request.ts';
import { overrides, overridesFrom } from './override-flags.ts';

/** Where the target is and what it runs as, of any experiment, so of all of a gate as well. */
export interface TargetFlags {
  readonly toxiproxy?: string;
  readonly runtime: Runtime;
  readonly allowRemote: boolean;
}

/** What can be said about an experiment on the command line. */
export interface ExperimentFlags extends WrittenOverrides, TargetFlags {
  readonly profile?: string;
  readonly chaos?: string;
  readonly slo?: string;
  readonly target?: string;
  readonly targetOption?: readonly string[];
  readonly build?: string;
}

const text = (input: string): string => input;

export const targetFlags = {
  toxiproxy: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'url',
    brief: 'Toxiproxy that runs already, whose proxies the target adopts as edges',
  },
  runtime: {
    kind: 'enum',
    values: ['processes', 'containers'],
    default: 'processes',
    brief: 'What node and postgres services of the target run as; containers need Docker',
  },
  allowRemote: { kind: 'boolean', default: false, brief: 'Allow targets that are neither loopback nor private' },
} as const;

export const experimentFlags = {
  profile: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'name',
    brief: 'Profile of the scenario, or a general one, instead of the first',
  },
  chaos: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'file',
    brief: 'Fault plan, instead of that of the experiment',
  },
  slo: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'file',
    brief: 'SLO file, instead of that of the experiment',
  },
  target: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'url',
    brief: 'Load this HTTP or HTTPS service instead of the target',
  },
  targetOption: {
    kind: 'parsed',
    parse: text,
    optional: true,
    variadic: true,
    placeholder: 'name=value',
    brief: 'Set an option of the target; may be given again',
  },
  ...targetFlags,
  build: {
    kind: 'parsed',
    parse: text,
    optional: true,
    placeholder: 'id',
    brief: 'Commit or digest under test (default: git describe)',
  },
  ...overrides,
} as const;

/** Joins experiment and flags; file names of flags are relative to the working folder. */
export function requestFrom(project: Project, what: string, flags: ExperimentFlags, cwd: string): Request {
  const experiment = findExperiment(project, what, cwd);
  return {
    experiment: experiment.name,
    projectRoot: project.root,
    k6Extensions: project.k6Extensions,
    validity: project.validity,
    scenario: experiment.scenario,
    profile: flags.profile ?? experiment.profile,
    chaos: flags.chaos === undefined ? experiment.chaos : resolve(cwd, flags.chaos),
    slo: flags.slo === undefined ? experiment.slo : resolve(cwd, flags.slo),
    targetUrl: flags.target === undefined ? null : checkUrl(flags.target),
    toxiproxy: flags.toxiproxy,
    targetOptions: Object.fromEntries((flags.targetOption ?? []).map(pair)),
    runtime: flags.runtime,
    allowRemote: flags.allowRemote,
    build: flags.build ?? null,
    overrides: overridesFrom(flags),
  };
}

function pair(option: string): [string, string] {
  const match = /^([^=]+)=(.+)$/.exec(option);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new ProofloadError('bad-flag', `--target-option ${option}: expected name=value`, {
      hint: 'for example --target-option breaker=off',
    });
  }
  return [match[1], match[2]];
}

function checkUrl(input: string): string {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === '')
    return input;
  throw new ProofloadError(
    'bad-flag',
    `--target ${input}: expected an http or https URL without query and credentials`,
    {
      hint: 'for example --target http://127.0.0.1:9000',
    },
  );
}
