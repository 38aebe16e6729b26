import { z } from 'zod';
import { duration, seed } from './fields.ts';
import type { Problems } from './problems.ts';
import type { WrittenOverrides } from './request.ts';
import { parseSetting, type Setting } from './setting.ts';

/** Flags that change how much load there is. */
export interface LoadOverrides {
  readonly users?: number | undefined;
  /** Users a second. */
  readonly spawnRate?: number | undefined;
  /** Arrivals a second. */
  readonly rate?: number | undefined;
  readonly runTime?: number | undefined;
}

export interface CheckedOverrides {
  readonly load: LoadOverrides;
  readonly seed: number | undefined;
  readonly timeScale: number;
  /** Of random faults. */
  readonly faultSeed: number | undefined;
  /** Of the fault plan, by name, as they were written. */
  readonly faultParams: Readonly<Record<string, string>>;
  /** What `__ENV` holds, in Node and in k6. */
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: readonly Setting[];
}

const number = z
  .string()
  .regex(/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i, 'expected a number')
  .transform(Number);
const amount = number.pipe(z.number().positive('expected a number above 0').max(1_000_000, 'expected at most 1000000'));

const flags = {
  users: number.pipe(
    z.int('expected a whole number').min(1, 'expected at least 1').max(50_000, 'expected at most 50000'),
  ),
  spawnRate: amount,
  rate: amount,
  runTime: duration(),
  seed: number.pipe(seed),
  faultSeed: number.pipe(seed),
  timeScale: number.pipe(
    z.number().positive('expected a number above 0').max(1, 'expected at most 1: time is only ever shortened'),
  ),
};

/** Names that the harness itself gives to the script. */
const ownVariable = /^PROOFLOAD_/;

/** Checks what the command line changes; a problem names the flag. */
export function checkOverrides(written: WrittenOverrides, problems: Problems): CheckedOverrides {
  const value = (name: keyof typeof flags): number | undefined => {
    const text = written[name];
    if (text === undefined) return undefined;
    const result = flags[name].safeParse(text);
    if (result.success) return result.data;
    problems.add(`--${kebab(name)} ${text}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
    return undefined;
  };
  const env = pairs('env', written.env, /^[A-Za-z_]\w*$/, 'K=V, where K is a name of letters, digits and _', problems);
  for (const name of Object.keys(env).filter((one) => ownVariable.test(one))) {
    problems.add(`--env ${name}: names that begin with PROOFLOAD_ are the harness's own`);
  }
  return {
    load: { users: value('users'), spawnRate: value('spawnRate'), rate: value('rate'), runTime: value('runTime') },
    seed: value('seed'),
    timeScale: value('timeScale') ?? 1,
    faultSeed: value('faultSeed'),
    faultParams: pairs(
      'fault-param',
      written.faultParam,
      /^[A-Za-z]\w*$/,
      'name=value, such as latency=500ms',
      problems,
    ),
    env,
    tags: pairs('tag', written.tag, /^[A-Za-z][\w.-]{0,62}$/, 'name=value, such as team=checkout', problems),
    settings: (written.set ?? []).flatMap((text) => parseSetting(text, problems) ?? []),
  };
}

function pairs(
  flag: string,
  written: readonly string[] = [],
  name: RegExp,
  expected: string,
  problems: Problems,
): Record<string, string> {
  const found = written.flatMap((text): [string, string][] => {
    const at = text.indexOf('=');
    if (at > 0 && name.test(text.slice(0, at))) return [[text.slice(0, at), text.slice(at + 1)]];
    problems.add(`--${flag} ${text}: expected ${expected}`);
    return [];
  });
  return Object.fromEntries(found);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
