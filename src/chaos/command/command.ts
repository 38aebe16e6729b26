import type { CommandAction } from '../../model/faults/command.ts';
import { isSecretName } from '../../model/secrets.ts';
import { startChild, type Child } from '../../system/child.ts';
import { now, sleep } from '../../system/clock.ts';
import { undoEntry } from '../../undo/undo.ts';
import type { CommandEntry } from '../../undo/entry.ts';
import type { Entered, UndoLog } from '../../undo/undo-log.ts';
import { NotAsPlanned, type Breakable } from '../breakable.ts';
import { missedBy, type Asking } from './expectation.ts';
import { fillUrls } from './fill-urls.ts';

export interface CommandsOptions extends Asking {
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Environment of the harness, which commands have too. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder that commands work in. */
  readonly cwd: string;
  /** Takes what commands print. */
  readonly logFile: (fault: string) => string;
}

/** One command, from being made ready on. */
interface Playing {
  readonly action: CommandAction;
  readonly undo: { readonly entry: CommandEntry; readonly entered: Entered } | null;
  child?: Child;
  /** Resolves when it has ended, with what was wrong. */
  outcome?: Promise<string | undefined>;
}

/**
 * Runs commands as faults. What has an `undo` is on until that has run; the undo log holds it from before the command
 * begins, so it also runs when the harness does not live to do it.
 */
export function commandsOf(options: CommandsOptions): Breakable<CommandAction> {
  const { undo: log, env, cwd, logFile, urls } = options;
  const playing = new Map<string, Playing>();
  let onSeen: Parameters<NonNullable<Breakable['onSeen']>>[0] = () => undefined;

  const prepare = async (fault: string, action: CommandAction): Promise<void> => {
    if (playing.has(fault)) return;
    if (action.undo === null) {
      playing.set(fault, { action, undo: null });
      return;
    }
    const argv = fillUrls(action.undo, urls);
    if (argv.some(hasPassword) || Object.keys(action.env).some(isSecretName))
      throw new Error('its undo would write a password into the journal: let it read one instead, such as from a file');
    const entry: CommandEntry = { kind: 'command', argv, cwd, env: action.env, timeoutMs: action.timeoutMs };
    playing.set(fault, { action, undo: { entry, entered: await log.enter(entry) } });
  };

  const takeBack = async (fault: string, { undo, child }: Playing): Promise<void> => {
    if (undo === null) return;
    if (child !== undefined) {
      const reason = await undoEntry(undo.entry, { variable: () => undefined });
      if (reason !== undefined) throw new Error(`undoing it failed: ${reason}`);
      onSeen(fault, 'clean', now());
    }
    await undo.entered.undone();
  };

  return {
    name: 'this machine',
    problems: () => [],
    proofOf: () => ({ kind: 'own' }),
    prepare,
    async apply(fault, action) {
      await prepare(fault, action);
      const one = playing.get(fault);
      if (one === undefined) return;
      const [command = '', ...args] = fillUrls(action.run, urls);
      const spec = {
        name: `action ${fault}`,
        command,
        args,
        env: { ...env, ...action.env },
        cwd,
        logFile: logFile(fault),
      };
      await one.undo?.entered.made();
      const child = await startChild(spec, log);
      one.child = child;
      onSeen(fault, 'felt', now());
      one.outcome = outcomeOf(child, action, options);
      if (one.undo === null) void child.exited.then(() => onSeen(fault, 'clean', now()));
    },
    async heal(fault) {
      const one = playing.get(fault);
      if (one === undefined) return;
      playing.delete(fault);
      const cutShort = one.child !== undefined && one.child.exit === undefined;
      await one.child?.stop();
      // What must be true after it is asked before it is taken back.
      const wrong = await one.outcome;
      await takeBack(fault, one);
      if (cutShort) throw new NotAsPlanned('it had not ended when its time was over, and was killed', { cutShort });
      if (wrong !== undefined) throw new NotAsPlanned(wrong);
    },
    onSeen(cb) {
      onSeen = cb;
    },
  };
}

/** Waits for a command, as long as it may take; gives what was wrong. */
async function outcomeOf(
  child: Child,
  { timeoutMs, expect }: CommandAction,
  asking: Asking,
): Promise<string | undefined> {
  const ended = new AbortController();
  const late = sleep(timeoutMs, ended.signal).then(
    () => true,
    () => false,
  );
  const isLate = await Promise.race([late, child.exited.then(() => false)]);
  ended.abort();
  if (isLate) {
    child.signal('SIGKILL', 'family');
    await child.exited;
    return `it took longer than ${timeoutMs} ms, and was killed`;
  }
  const { code, signal } = await child.exited;
  if (code !== expect.exit) {
    const words = child.lastLog(1).join('') || 'it printed nothing';
    return `it ended with ${code === null ? String(signal) : `exit code ${code}`}, not ${expect.exit}: ${words}`;
  }
  return await missedBy(expect, asking);
}

function hasPassword(text: string): boolean {
  return /:\/\/[^/@\s]*:[^/@\s]*@/.test(text);
}
