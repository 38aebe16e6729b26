import type { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { lineRing, lineSplitter, wholeLines } from './log-lines.ts';

/** Where a child's output goes: a file, the last lines in memory, and whoever listens. */
export interface ChildLog {
  /** Reads a stream to its end. A full disk loses the file, never the child: an undrained pipe would stall it. */
  drain(stream: Readable): void;
  last(n: number): readonly string[];
  onLine(fn: (line: string) => void): () => void;
  /** Hands over unfinished lines and closes the file. */
  end(): Promise<void>;
}

/** Of a log that outgrows its file, so many lines are kept of its end. */
const tailLines = 1000;

export interface ChildLogOptions {
  /**
   * The file takes so many bytes of the output as they come, and then only the last lines when the child ends: k6 writes
   * a line for every request that fails, and an hour of them must not fill a disk. @default 10000000
   */
  readonly mostBytes?: number | undefined;
  /** Takes secrets out of what is kept; who listens gets the lines as they are. @default nothing is taken out */
  readonly redact?: ((text: string) => string) | undefined;
}

/** Opens the log. Rejects with the file system's error when `file` cannot be written. */
export async function openChildLog(
  file?: string,
  { mostBytes = 10_000_000, redact }: ChildLogOptions = {},
): Promise<ChildLog> {
  const ring = lineRing(200);
  const tail = lineRing(tailLines);
  let bytes = 0;
  let beyond = 0;
  const listeners = new Set<(line: string) => void>();
  const unfinished: (() => void)[] = [];
  let sink = file === undefined ? undefined : await openSink(file);

  return {
    drain(stream) {
      let isFull = false;
      const clean = redact === undefined ? { push: (chunk: Buffer) => chunk, end: () => '' } : wholeLines(redact);
      const lines = lineSplitter((line) => {
        const kept = redact?.(line) ?? line;
        ring.add(kept);
        if (isFull) {
          tail.add(kept);
          beyond += 1;
        }
        for (const listener of listeners) listener(line);
      });
      unfinished.push(() => {
        lines.end();
        sink?.write(clean.end());
      });
      sink?.once('error', () => {
        sink = undefined;
        stream.resume();
      });
      stream.on('data', (chunk: Buffer) => {
        isFull = bytes >= mostBytes;
        bytes += chunk.length;
        lines.push(chunk);
        if (isFull || sink?.write(clean.push(chunk)) !== false) return;
        stream.pause();
        sink.once('drain', () => stream.resume());
      });
      stream.on('error', () => undefined); // the other end went away: its exit tells
    },
    last: (n) => ring.last(n),
    onLine(fn) {
      listeners.add(fn);
      return () => {
        listeners.delete(fn);
      };
    },
    async end() {
      for (const finish of unfinished.splice(0)) finish();
      const open = sink;
      sink = undefined;
      const last = tail.last(tailLines);
      if (beyond > 0) open?.write(`\n--- ${beyond - last.length} lines left out ---\n${last.join('\n')}\n`);
      if (open !== undefined)
        await new Promise<void>((resolve) => {
          open
            .once('error', () => {
              resolve();
            })
            .end(resolve);
        });
    },
  };
}

async function openSink(file: string): Promise<ReturnType<typeof createWriteStream>> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a');
  return handle.createWriteStream();
}
