import { platform } from 'node:os';
import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

test.runIf(platform() === 'linux')(
  'an own folder wins over that of the desktop, that over the home folder; empty is not set',
  () => {
    const home = { HOME: '/home/me', PROOFLOAD_CACHE: '' };
    expect(cacheFolder(home)).toBe('/home/me/.cache/proofload');
    expect(cacheFolder({ ...home, XDG_CACHE_HOME: '/x' })).toBe('/x/proofload');
    expect(cacheFolder({ ...home, XDG_CACHE_HOME: '/x', PROOFLOAD_CACHE: '/own' })).toBe('/own');
  },
);
