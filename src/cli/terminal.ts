import { readFileSync } from 'node:fs';
import { Region } from './live/region.ts';

/** The terminal that a run is watched on. */
export interface Terminal {
  /** What is drawn again and again; everything on stderr goes through it. */
  readonly region: Region;
  size(): { readonly columns: number; readonly rows: number };
  /** Calls `fn` when its size changes, until it is disposed. */
  onResize(fn: () => void): Disposable;
  /** Calls `fn` with every key, unechoed and without waiting for a newline; null where no keys can be read. */
  readonly onKey: ((fn: (key: string) => void) => Disposable) | null;
}

export function processTerminal(): Terminal {
  const { stderr } = process;
  const region = new Region({ write: (text) => void stderr.write(text), columns: () => stderr.columns });
  return {
    region,
    size: () => ({ columns: stderr.columns, rows: stderr.rows }),
    onResize(fn) {
      stderr.on('resize', fn);
      return { [Symbol.dispose]: () => stderr.off('resize', fn) };
    },
    onKey: process.stdin.isTTY && inForeground() ? onKey : null,
  };
}

function onKey(fn: (key: string) => void): Disposable {
  const { stdin } = process;
  const heard = (bytes: Buffer): void => {
    for (const key of bytes.toString()) fn(key);
  };
  const restore = (): void => {
    process.off('exit', restore);
    stdin.off('data', heard);
    stdin.setRawMode(false);
    stdin.pause();
  };
  // Before the terminal is changed, so that it is restored however the process ends.
  process.on('exit', restore);
  stdin.setRawMode(true);
  stdin.on('data', heard);
  stdin.on('error', () => undefined); // it was closed, which ends the run by SIGHUP and not by a throw
  return { [Symbol.dispose]: restore };
}

/** A background job that changes the terminal's mode is stopped by the kernel, in the middle of a run. */
function inForeground(): boolean {
  try {
    // pid (name) state parent group session terminal foreground-group: see proc(5). The name may hold anything.
    const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return fields[2] === fields[5];
  } catch {
    return true; // no /proc: an ordinary terminal of macOS
  }
}
