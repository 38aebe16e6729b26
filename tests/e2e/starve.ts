import { accessSync, chmodSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A k6 that gets a tenth of a processor while it runs. */
export interface Starved extends Disposable {
  /** For `PROOFLOAD_K6`. */
  readonly program: string;
}

/** By the kernel, through control groups; undefined where these are not ours to make. */
export function byQuota(k6: string, folder: string): Starved | undefined {
  const v1 = existsSync('/sys/fs/cgroup/cpu/cpu.shares');
  const root = v1 ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup';
  const group = join(root, `proofload-starved-${process.pid}`);
  try {
    accessSync(root, constants.W_OK);
    mkdirSync(group);
    if (v1) writeFileSync(join(group, 'cpu.cfs_quota_us'), '10000');
    else writeFileSync(join(group, 'cpu.max'), '10000 100000');
  } catch {
    if (existsSync(group)) rmdirSync(group);
    return undefined;
  }
  const program = wrap(k6, folder, `echo $$ > ${join(group, 'cgroup.procs')}`);
  return { program, [Symbol.dispose]: () => rmdirSync(group) };
}

/** By stopping it nine tenths of the time, as anybody may. */
export function byStopping(k6: string, folder: string): Starved {
  const program = wrap(
    k6,
    folder,
    'while sleep 0.02 && kill -STOP $$; do sleep 0.18; kill -CONT $$; done 2>/dev/null &',
  );
  return { program, [Symbol.dispose]: () => undefined };
}

/** Asked for its version, it is as quick as ever. */
function wrap(k6: string, folder: string, starve: string): string {
  const program = join(folder, 'starved-k6');
  writeFileSync(program, `#!/bin/sh\nif [ "$1" = run ]; then\n  ${starve}\nfi\nexec ${k6} "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}
