import { nearest } from '../diagnostic/nearest.ts';
import { redactor, type Redact } from '../model/secrets.ts';
import type { CliHost } from './host.ts';

/** What a command line says about secrets. */
export interface SecretFlags {
  /** `name=value`, which may be secrets. */
  readonly env?: readonly string[] | undefined;
  /** Names of variables that are. */
  readonly redact?: readonly string[] | undefined;
}

/** Secrets are in the environment of the harness and in what the script is given. */
export function redactorOf(env: CliHost['env'], flags: SecretFlags): Redact {
  return redactor(variablesOf(env, flags), flags.redact);
}

/** Says which variables `--redact` names that there are not: a name with a slip in it keeps no secret. */
export function tellUnset({ env, err }: Pick<CliHost, 'env' | 'err'>, flags: SecretFlags): void {
  const known = Object.keys(variablesOf(env, flags));
  for (const name of flags.redact ?? []) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
    err(`note: --redact ${name}: no variable of that name is set, so nothing is taken out for it${hint}\n`);
  }
}

function variablesOf(env: CliHost['env'], { env: given = [] }: SecretFlags): Readonly<Record<string, string>> {
  const pairs = given.map((pair) => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1)] as const;
  });
  return { ...env, ...Object.fromEntries(pairs) };
}

/** The same process, which tells no secrets in progress, events and errors. A verdict has none: it is made of the record. */
export function discreet(host: CliHost, redact: Redact, json: boolean): CliHost {
  return {
    ...host,
    get width() {
      return host.width;
    },
    err: (text) => host.err(redact(text)),
    redact: (text) => host.redact(redact(text)),
    out: json ? (text) => host.out(redact(text)) : host.out,
  };
}
