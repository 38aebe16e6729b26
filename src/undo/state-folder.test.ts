import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFolder } from './state-folder.ts';

test.runIf(process.platform === 'linux').each([
  [{ HOME: '/home/me' }, '/home/me/.local/state/proofload'],
  [{ HOME: '/home/me', XDG_STATE_HOME: '/state' }, '/state/proofload'],
  [{ HOME: '/home/me', XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/proofload'],
  [{ HOME: '/home/me', PROOFLOAD_STATE: '/mine' }, '/mine'],
  [{ HOME: 'nowhere' }, join(tmpdir(), `proofload-state-${userInfo().uid}`)],
])('%o', (env, folder) => {
  expect(stateFolder(env)).toBe(folder);
});
