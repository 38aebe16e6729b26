import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { faketimeEnv, findFaketime, writeClock } from '../system/faketime.ts';
import { mountTmpfs } from '../system/tmpfs.ts';
import type { UndoLog } from '../undo/undo-log.ts';

/** What a service is started with for its faults to be possible. */
export interface Equipment {
  /** Its own folder, where it has one: a disk of its size when that is to be filled. */
  readonly disk: string | null;
  /** The file that its clock follows, where that is to be moved. */
  readonly clockFile: string | null;
  readonly env: Readonly<Record<string, string>>;
}

export interface EquipmentSpec {
  readonly name: string;
  /** In bytes. */
  readonly diskBytes: number | undefined;
  readonly fillsDisk: boolean;
  readonly movesClock: boolean;
  readonly workDir: string;
  readonly undo: UndoLog;
}

/** @throws {ProofloadError} `disk-not-made`, `no-faketime` */
export async function equip(spec: EquipmentSpec): Promise<Equipment> {
  const disk = spec.diskBytes === undefined ? null : await makeDisk(spec, spec.diskBytes);
  if (!spec.movesClock) return { disk, clockFile: null, env: {} };
  const library = findFaketime();
  if (library === undefined)
    throw new ProofloadError('no-faketime', 'libfaketime is not installed', { exit: 'environment' });
  const clockFile = join(spec.workDir, `${spec.name}.clock`);
  await writeClock(clockFile, 0);
  return { disk, clockFile, env: faketimeEnv(library, clockFile) };
}

async function makeDisk({ name, fillsDisk, workDir, undo }: EquipmentSpec, bytes: number): Promise<string> {
  const path = join(workDir, `${name}-disk`);
  if (!fillsDisk) {
    await mkdir(path);
    return path;
  }
  const token = randomUUID();
  const entered = await undo.enter({ kind: 'mount', path, token });
  await mountTmpfs(path, token, bytes).catch((cause: unknown) => {
    throw new ProofloadError('disk-not-made', `the disk of service "${name}" could not be made`, {
      exit: 'environment',
      hint: 'it is a tmpfs, which root can mount; without a fault that fills it, it is a plain folder',
      cause,
    });
  });
  await entered.made();
  return path;
}
