import { formatDuration } from '../duration.ts';

/** A command that is run at its time, with what takes its effect back. */
export interface CommandAction {
  readonly kind: 'command';
  /** Program and arguments; may hold `{<service>.url}`. */
  readonly run: readonly string[];
  /** Run when the fault ends; null: nothing stays of it once it has ended. */
  readonly undo: readonly string[] | null;
  readonly env: Readonly<Record<string, string>>;
  /** Of either command; longer, it is killed. */
  readonly timeoutMs: number;
  readonly expect: Expectation;
}

/** What must be true when the command has ended. */
export interface Expectation {
  readonly exit: number;
  /** What a GET answers. */
  readonly status: { readonly url: string; readonly is: number } | null;
  /** A statement whose first value is true. */
  readonly sql: { readonly on: string; readonly query: string } | null;
}

export function isCommandAction(action: { readonly kind: string }): action is CommandAction {
  return action.kind === 'command';
}

/** ``command `pg_dump shop`, at most 30 s``. */
export function describeCommand({ run, undo, timeoutMs }: CommandAction): string {
  const undone = undo === null ? '' : `, undone by \`${undo.join(' ')}\``;
  return `command \`${run.join(' ')}\`, at most ${formatDuration(timeoutMs)}${undone}`;
}
