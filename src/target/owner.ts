import { readFile } from 'node:fs/promises';
import { ProofloadError } from '../diagnostic/error.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom a server runs as that refuses root: `nobody` when we are root, otherwise `undefined`, as we are.
 *
 * @throws {ProofloadError} `no-such-user`: servers look their user up and end when there is no such name.
 */
export async function unprivilegedOwner(server: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  throw new ProofloadError(
    'no-such-user',
    `${server} refuses to run as root, and there is no user "nobody" to run it as`,
    { exit: 'environment', hint: 'run Proofload as another user' },
  );
}
