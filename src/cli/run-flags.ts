import { ProofloadError } from '../diagnostic/error.ts';

/** How a run is carried out and what its exit code is. */
export interface RunFlags {
  readonly reports: string;
  readonly strict: boolean;
  readonly json: boolean;
  readonly rerunInvalid: number;
  readonly redact?: readonly string[];
}

export const runFlags = {
  reports: {
    kind: 'parsed',
    parse: (input: string) => input,
    default: 'reports',
    placeholder: 'folder',
    brief: 'Where the folder of the run is made',
  },
  json: { kind: 'boolean', default: false, brief: 'Events as JSON lines on stdout instead of progress and verdict' },
  strict: { kind: 'boolean', default: false, brief: 'A warning ends with exit code 3' },
  rerunInvalid: {
    kind: 'parsed',
    parse: times,
    default: '0',
    placeholder: 'times',
    brief: 'Run once more what was measured under invalid conditions, so many times at most; never what failed',
  },
  redact: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    placeholder: 'name',
    brief: 'A variable whose value is a secret, besides those whose names say so; may be given again',
  },
} as const;

function times(input: string): number {
  if (/^\d$/.test(input)) return Number(input);
  throw new ProofloadError('bad-flag', `--rerun-invalid ${input}: expected a whole number from 0 to 9`);
}
