import type { Fault, FaultTiming } from '../fault.ts';
import { placed } from '../place.ts';
import type { Duration } from '../time.ts';

/** `for` is how long its effect lasts, until `undo`; by default `timeout`: then it is over when the command ends. */
export interface ActionOptions<S extends string> extends Pick<FaultTiming, 'id' | 'at' | 'for' | 'repeat'> {
  /** Program and arguments, run in the project's folder and never by a shell. `{<service>.url}` is the address of a service. */
  readonly run: readonly [string, ...string[]];
  /** Takes back what it did. May come after a run that was cut short, and twice: it must be harmless then. */
  readonly undo?: readonly [string, ...string[]];
  /** Of each of the two; longer, it is killed. @default '30s' */
  readonly timeout?: Duration;
  /** What must be true when the command has ended; otherwise the run is invalid. @default exit code 0 */
  readonly expect?: {
    readonly exit?: number;
    /** A GET of `url` answers with this status. */
    readonly status?: { readonly url: string; readonly is: number };
    /** A statement of a PostgreSQL service gives true. */
    readonly sql?: { readonly on: S; readonly query: string };
  };
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandVerbs<S extends string> {
  /** A command at its time: a backup, a deployment, a switch of a feature. */
  readonly action: (options: ActionOptions<S>) => Fault;
}

export const commandVerbs: CommandVerbs<string> = {
  action: ({ timeout = '30s', for: lasts = timeout, ...options }) => ({
    kind: 'command',
    on: 'this machine',
    timeout,
    for: lasts,
    ...options,
    ...placed(),
  }),
};
