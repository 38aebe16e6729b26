import { closeSync, readdirSync, readFileSync } from 'node:fs';

const closeOnExec = 0o2000000;

/**
 * Closes the file descriptors above `last` that came from whoever started us: shells and CI runners leave pipes open, and wait for
 * their end. They are the ones that are not closed on exec, since node marks all that it opens itself. Linux only; elsewhere nothing.
 */
export function closeInheritedFds(last: number): void {
  for (const fd of list().filter((number) => number > last)) {
    try {
      const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
      if (flags !== undefined && (parseInt(flags, 8) & closeOnExec) === 0) closeSync(fd);
    } catch {
      // it was the one that listed the folder
    }
  }
}

function list(): number[] {
  try {
    return readdirSync('/proc/self/fdinfo').map(Number);
  } catch {
    return [];
  }
}
