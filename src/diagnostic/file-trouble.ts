import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ProofloadError } from './error.ts';

/** What a file system refuses for reasons of its own. */
const refusals = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOTDIR',
  'EISDIR',
  'EMFILE',
  'ENFILE',
  'ENAMETOOLONG',
  'ELOOP',
];

/** A full disk or a missing permission is no defect of ours, wherever it shows: such an error as one that says so, any other as it is. */
export function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' && !existsSync(tmpdir())) {
    return new ProofloadError('no-temp-folder', `there is no temporary folder ${tmpdir()}`, {
      exit: 'environment',
      hint: 'make it, or set TMPDIR to one that is there',
      cause: error,
    });
  }
  if (typeof code !== 'string' || !refusals.includes(code)) return error;
  return new ProofloadError('file-refused', 'a file or folder could not be read or written', {
    exit: 'environment',
    hint: 'free some space on that disk, or fix its permissions',
    cause: error,
  });
}
