import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceAction } from '../../model/faults/service.ts';
import type { ServiceFault } from './service-fault.ts';

const chunk = Buffer.alloc(64 * 1024);

/**
 * A file of ours fills the service's own small disk: what it writes there fails with ENOSPC. What it deletes meanwhile is free
 * again, as on any disk.
 */
export const diskFull: ServiceFault<Extract<ServiceAction, { kind: 'disk-full' }>> = {
  proofOf: () => ({ kind: 'own' }),
  prepare: (_action, { service, seen }) => {
    const { name, disk } = service;
    if (disk === null) throw new Error(`${name} has no disk of its own`);
    const file = join(disk, '.proofload-full');
    const freeBytes = async (): Promise<number> => {
      const { bavail, bsize } = await statfs(disk);
      return bavail * bsize;
    };
    let isOn = false;
    return {
      async apply() {
        isOn = true;
        await fill(file);
        const left = await freeBytes();
        if (left > 0) throw new Error(`${left} bytes of ${disk} are still free`);
        seen('felt');
      },
      async heal() {
        if (!isOn) return;
        await rm(file, { force: true });
        if ((await freeBytes()) === 0) throw new Error(`${disk} is still full: ${name} itself has filled it`);
        seen('clean');
      },
    };
  },
};

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let size = chunk.length; size > 0;) {
      try {
        await file.write(chunk, 0, size);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
        size = Math.floor(size / 2); // the last pages
      }
    }
  } finally {
    await file.close();
  }
}
