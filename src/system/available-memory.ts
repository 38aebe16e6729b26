import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Bytes that can still be used: what the kernel calls available, within the limits of all control groups that this
 * process is in. Cached files do not count as used, because the kernel gives them back; `process.availableMemory()`
 * counts them, and so finds a container full that has merely read files.
 *
 * @param root where `proc` and `sys` are
 */
export function availableMemory(root = '/'): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(read(join(root, 'proc/meminfo')))?.[1];
  const machine = kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
  return Math.max(0, Math.min(machine, ...groups(root).map((folder) => leftIn(folder))));
}

/** Folders of the memory groups of this process, each inside the next; version 2, then version 1. */
function groups(root: string): string[] {
  const lines = read(join(root, 'proc/self/cgroup')).split('\n');
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || (controllers !== '' && !controllers?.split(',').includes('memory'))) return [];
    const top = join(root, 'sys/fs/cgroup', controllers === '' ? '' : 'memory');
    const found: string[] = [];
    // In a container the path may be that of the host, of which only the top is to be seen here.
    for (let at = path; ; at = dirname(at)) {
      found.push(join(top, at));
      if (at === '/') return found;
    }
  });
}

function leftIn(folder: string): number {
  const limit = firstNumber(folder, ['memory.max', 'memory.limit_in_bytes']);
  const used = firstNumber(folder, ['memory.current', 'memory.usage_in_bytes']);
  if (limit === undefined || used === undefined) return Infinity;
  const cached = /^(?:total_)?inactive_file (\d+)$/m.exec(read(join(folder, 'memory.stat')))?.[1];
  return limit - used + Number(cached ?? 0);
}

/** Undefined where there is no such file, or no limit (`max`). */
function firstNumber(folder: string, names: readonly string[]): number | undefined {
  const text = names.map((name) => read(join(folder, name)).trim()).find((one) => /^\d+$/.test(one));
  return text === undefined ? undefined : Number(text);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
