import { ProofloadError } from '../diagnostic/error.ts';
import type { WrittenOverrides } from '../inputs/request.ts';
import type { CliContext } from './context.ts';

const once = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;
const again = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: String, optional: true, variadic: true, placeholder, brief }) as const;

/** Flags that make sense for any experiment, so for all of a gate as well. */
export const commonOverrides = {
  timeScale: once('factor', 'A rehearsal: times of load and faults are multiplied by this, at most 1'),
  seed: once('n', "Seed of all random choices, instead of the scenario's"),
  faultSeed: once('n', 'Seed of random faults, instead of that of the fault plan or scenario'),
  env: {
    ...again(
      'name=value',
      'What the script finds in __ENV; the name alone takes it from the environment; may be given again',
    ),
    parse: variable,
  },
  tag: again('name=value', 'What reports say about the run; may be given again'),
} as const;

export type CommonOverrides = Pick<WrittenOverrides, keyof typeof commonOverrides>;

/** Flags that change the load of one experiment; named as in k6 and Locust. */
export const overrides = {
  ...commonOverrides,
  users: once('n', 'So many users; of a profile with stages, the highest of them'),
  spawnRate: once('n', 'Users that come a second at the beginning'),
  rate: once('n', 'So many arrivals a second; of a profile with stages, the highest of them'),
  runTime: once('time', 'Length of the load, such as 2m; stages are stretched to it'),
  faultParam: again('name=value', 'A parameter of the fault plan, such as latency=500ms; may be given again'),
  set: again('path=value', 'Another value for a field of the scenario, such as requestTimeout=5s; may be given again'),
} as const;

/** The overrides among the flags of a command. */
export function overridesFrom(flags: WrittenOverrides): WrittenOverrides {
  const names = Object.keys(overrides) as (keyof WrittenOverrides)[];
  return Object.fromEntries(names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])));
}

/** A secret is given by its name, since command lines are for all to read. */
function variable(this: CliContext, input: string): string {
  if (!/^[A-Za-z_]\w*$/.test(input)) return input;
  const value = this.host.env[input];
  if (value !== undefined) return `${input}=${value}`;
  throw new ProofloadError('bad-flag', `--env ${input}: there is no such variable in the environment`, {
    hint: `set it, or give its value: --env ${input}=value`,
  });
}
