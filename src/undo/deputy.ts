import { dirname, join } from 'node:path';
import { startDetached, type Detached } from '../system/detached.ts';
import { guardianVariable } from '../system/end-processes.ts';
import { ownScript } from '../system/own-script.ts';
import { plainEnvironment } from '../system/plain-environment.ts';

/** Waits for a word, which ends it; when the pipe ends without one it becomes the program of its arguments. */
const wait = `trap '' HUP INT QUIT TERM; read -r word && exit 0; exec "$@"`;

/**
 * Starts who undoes a run when its harness and its guardian are both killed: a shell, which takes 1 MB and lives on where every node
 * is killed. Harness and guardian hold the other end of its pipe, so it comes to its end when both are gone. It then does what
 * `proofload clean` does.
 */
export function startDeputy(runId: string, journalFile: string): Detached {
  return startDetached({
    command: '/bin/sh',
    args: [
      '-c',
      wait,
      'proofload-deputy',
      process.execPath,
      ...ownScript('./deputy-main', import.meta.url),
      journalFile,
    ],
    env: { ...plainEnvironment(), ...borrowed(), [guardianVariable]: runId },
    logFile: join(dirname(journalFile), 'guardian.log'),
  });
}

/** Where the servers are that a run borrows from: entries name these variables, whose values are in no journal. */
function borrowed(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => /^PROOFLOAD_\w+_URL$/.test(name)));
}
