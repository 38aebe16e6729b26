import { execFileSync } from 'node:child_process';
import { condition } from './cli.ts';

export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
}

/** A program in a real terminal of a size, by a tmux server of its own. */
export class PseudoTerminal implements Disposable {
  static #count = 0;
  readonly #socket = `proofload-e2e-${process.pid}-${PseudoTerminal.#count++}`;

  constructor(command: string, size: { columns: number; rows: number }, env: Readonly<Record<string, string>>) {
    const settings = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const place = ['-x', String(size.columns), '-y', String(size.rows)];
    // Without a configuration, and with the last screen kept after the program has ended.
    this.#tmux('-f', '/dev/null', 'new-session', '-d', ...place, ...settings, `unset CI; ${command}; exec sleep 600`);
  }

  get screen(): string {
    return this.#tmux('capture-pane', '-p').replace(/\n+$/, '');
  }

  /** All that ever was on the screen, with the lines that scrolled away. */
  get history(): string {
    return this.#tmux('capture-pane', '-p', '-S', '-');
  }

  get cursorShown(): boolean {
    return this.#tmux('display-message', '-p', '#{cursor_flag}').trim() === '1';
  }

  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  async shows(pattern: RegExp, withinMs = 60_000): Promise<void> {
    if (await condition(() => pattern.test(this.screen), withinMs)) return;
    throw new Error(`${String(pattern)} was not seen within ${withinMs} ms on\n${this.screen}`);
  }

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
  }
}
