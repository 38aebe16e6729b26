import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file of lines that only grows. Each line is one write at the end of the file, so several processes may append to it.
 */
export class AppendLog implements AsyncDisposable {
  readonly path: string;
  readonly #file: FileHandle;
  #tail: Promise<unknown> = Promise.resolve();
  #torn: boolean;

  private constructor(path: string, file: FileHandle, torn: boolean) {
    this.path = path;
    this.#file = file;
    this.#torn = torn;
  }

  /** Opens or creates the file; its name is durable when this resolves. A torn last line is closed by the next append. */
  static async open(path: string): Promise<AppendLog> {
    const file = await open(path, 'a+');
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      else await syncFolder(dirname(path));
      return new AppendLog(path, file, size > 0 && last.toString() !== '\n');
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Appends one line. With `durable` it resolves only when the line would survive a power cut. Lines keep the order of the calls. */
  append(line: string, durable = false): Promise<void> {
    const written = this.#tail.then(async () => {
      const text = this.#torn ? `\n${line}\n` : `${line}\n`;
      this.#torn = true; // until the write has come back whole
      await this.#file.appendFile(text);
      this.#torn = false;
      if (durable) await this.#file.datasync();
    });
    this.#tail = written.catch(() => undefined); // one failed line must not stop the next
    return written;
  }

  /** Closes the file after everything appended so far. */
  async close(): Promise<void> {
    await this.#tail;
    await this.#file.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
