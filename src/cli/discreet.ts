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
export function redactorOf(env: CliHost['env'], { env: given = [], redact = [] }: SecretFlags): Redact {
  const pairs = given.map((pair) => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1)] as const;
  });
  return redactor({ ...env, ...Object.fromEntries(pairs) }, redact);
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
