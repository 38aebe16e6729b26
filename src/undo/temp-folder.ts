import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { tempDirPath } from '../system/files.ts';
import { guardFileName, type FolderEntry } from './entry.ts';
import type { UndoLog } from './undo-log.ts';
import { undoEntry } from './undo.ts';

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  /** Deletes it with all that is in it. May be called again. */
  remove(): Promise<void>;
}

/**
 * Makes a folder that is gone after the run, however the run ends. It holds one small file of ours.
 *
 * @param label lower-case kebab, part of its name
 * @param parent @default the machine's temporary folder
 */
export async function makeTempFolder(
  label: string,
  undo: Pick<UndoLog, 'enter'>,
  parent?: string,
): Promise<TempFolder> {
  const path = tempDirPath(label, parent);
  const entry: FolderEntry = { kind: 'folder', path, guard: randomUUID() };
  const entered = await undo.enter(entry);
  mkdirSync(path, { mode: 0o700 });
  writeFileSync(join(path, guardFileName), entry.guard ?? '');
  await entered.made();
  const remove = async (): Promise<void> => {
    const reason = await undoEntry(entry, { variable: () => undefined });
    if (reason !== undefined) {
      throw new ProofloadError('folder-not-deleted', `${path} could not be deleted: ${reason}`, {
        exit: 'unclean',
        hint: `see who uses it with: fuser -v ${path}`,
      });
    }
    await entered.undone();
  };
  return { path, remove, [Symbol.asyncDispose]: remove };
}
