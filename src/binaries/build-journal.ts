import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildJournal } from '../system/child.ts';
import { endProcesses } from '../system/end-processes.ts';

/** A process that worked in a staging folder. */
interface Note {
  readonly marker: string;
  readonly pid?: number;
  readonly startTime?: string | undefined;
}

const name = 'process.json';

/**
 * Notes the one child that works in a staging folder. There is no undo log yet when tools are obtained, so this has to do:
 * the child dies when our process ends; if that is killed, whoever next opens the staging ends what is noted here.
 */
export function buildJournal(staging: string): ChildJournal & Disposable {
  const file = join(staging, name);
  let group: number | undefined;
  const killGroup = (): void => {
    try {
      if (group !== undefined) process.kill(-group, 'SIGKILL');
    } catch {
      // it ended in between
    }
  };
  process.on('exit', killGroup);
  return {
    runId: 'obtain-tools',
    enter({ marker }) {
      const write = (note: Note): void => {
        writeFileSync(file, JSON.stringify(note));
      };
      write({ marker });
      return Promise.resolve({
        made({ pid, startTime }) {
          group = pid;
          write({ marker, pid, startTime });
          return Promise.resolve();
        },
        undone() {
          group = undefined;
          rmSync(file, { force: true });
          return Promise.resolve();
        },
      });
    },
    [Symbol.dispose]() {
      process.off('exit', killGroup);
    },
  };
}

/** Ends the child that somebody who was killed left in a staging folder. */
export async function endNoted(staging: string): Promise<void> {
  let note: Note;
  try {
    note = JSON.parse(readFileSync(join(staging, name), 'utf8')) as Note;
  } catch {
    return; // none, or one that was torn while it was written
  }
  const { marker, pid, startTime } = note;
  if (typeof marker !== 'string' || marker === '') return;
  const leader = pid === undefined || startTime === undefined ? undefined : { pid, startTime };
  await endProcesses({ leader, setting: `PROOFLOAD_ENTRY=${marker}` }, []);
}
