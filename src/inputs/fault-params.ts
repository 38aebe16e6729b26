import type { Problem } from '../diagnostic/error.ts';
import { didYouMean } from '../diagnostic/nearest.ts';
import { parseDuration } from '../model/duration.ts';
import type { FaultParam } from '../model/plan.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { Problems } from './problems.ts';

/** One kind of parameter: what is written like it, in words and as a value. */
interface Kind {
  readonly expected: string;
  /** Undefined: not of this kind. */
  readonly read: (text: string) => FaultParam | undefined;
}

const number = /^[-+]?\d+(\.\d+)?$/;
const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const kinds = {
  duration: {
    expected: 'a time such as 300ms, 1.5s or 2m',
    read: (text) => (parseDuration(text) === undefined ? undefined : text),
  },
  share: { expected: 'a share such as 40%', read: matching(/^\d+(\.\d+)?%$/) },
  rate: { expected: 'a rate such as 100KB/s', read: matching(/^\d+(\.\d+)?[KMG]B\/s$/) },
  size: { expected: 'a size such as 64KB', read: matching(/^\d+(\.\d+)?[KMG]?B$/) },
  number: { expected: 'a number', read: (text) => (number.test(text) ? Number(text) : undefined) },
  boolean: { expected: 'true or false', read: (text) => ({ true: true, false: false })[text] },
  text: { expected: 'a text', read: (text) => text },
} satisfies Record<string, Kind>;

function kindOf(value: FaultParam): Kind {
  if (typeof value === 'number') return kinds.number;
  if (typeof value === 'boolean') return kinds.boolean;
  const written = [kinds.duration, kinds.share, kinds.rate, kinds.size];
  return written.find(({ read }) => read(value) !== undefined) ?? kinds.text;
}

/**
 * The plan with the values of `--fault-param`; undefined when it has none of it. A problem names the flag.
 *
 * @param plan the default export of a file, of any shape
 * @param chosen by name, as they were written
 */
export function chooseParams(plan: unknown, chosen: Readonly<Record<string, string>>, problems: Problems): unknown {
  const { params, faultsWith } = (plan ?? {}) as {
    readonly params?: Readonly<Record<string, FaultParam>>;
    readonly faultsWith?: (params: Readonly<Record<string, FaultParam>>) => unknown;
  };
  const defaults = params ?? {};
  const before = problems.count;
  const values = Object.entries(chosen).flatMap(([name, text]): [string, FaultParam][] => {
    const flag = `--fault-param ${name}=${text}`;
    const preset = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (preset === undefined) {
      const names = Object.keys(defaults);
      const hint = names.length === 0 ? 'a plan declares them in params: { … }' : didYouMean(name, names);
      problems.add(`${flag}: the fault plan has no parameter "${name}"`, undefined, hint);
      return [];
    }
    const { expected, read } = kindOf(preset);
    const value = read(text);
    if (value !== undefined) return [[name, value]];
    problems.add(`${flag}: expected ${expected}, as its default ${String(preset)} is`);
    return [];
  });
  if (problems.count > before || values.length === 0 || faultsWith === undefined) return plan;
  const all = { ...defaults, ...Object.fromEntries(values) };
  try {
    return { ...(plan as object), params: all, faults: faultsWith(all) };
  } catch (error) {
    problems.addAll([thrown(error)]);
    return undefined;
  }
}

function thrown(error: unknown): Problem {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  return {
    message: `the fault plan threw with the given parameters: ${message}`,
    place: placeOfStack(stack ?? ''),
    hint: 'without --fault-param it does not',
  };
}
