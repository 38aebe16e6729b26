import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts a byte stream into lines for `onLine`. A line without an end never grows beyond the cap, whatever the program writes.
 * `end()` hands over what stands after the last newline.
 *
 * @param longestLine in characters; the rest of a longer line is dropped
 */
export function lineSplitter(
  onLine: (line: string) => void,
  longestLine = 2_000,
): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let partial = '';
  const add = (text: string): void => {
    if (partial.length < longestLine) partial += text.slice(0, longestLine - partial.length);
  };
  const finish = (): void => {
    const line = partial.endsWith('\r') ? partial.slice(0, -1) : partial;
    partial = '';
    onLine(line);
  };
  return {
    push(chunk) {
      const pieces = decoder.write(chunk).split('\n');
      const last = pieces.pop() ?? '';
      for (const piece of pieces) {
        add(piece);
        finish();
      }
      add(last);
    },
    end() {
      add(decoder.end());
      if (partial !== '') finish();
    },
  };
}

/** So much of a line is held back; a longer one is handed on in parts. */
const longestHeldBack = 64_000;

/** Changes a byte stream a line at a time: `push` gives what has become whole, `end` what stands after the last newline. */
export function wholeLines(change: (line: string) => string): { push(chunk: Buffer): string; end(): string } {
  const decoder = new StringDecoder('utf8');
  let partial = '';
  const changed = (text: string) => text.split('\n').map(change).join('\n');
  const cut = (end: number): string => {
    const whole = partial.slice(0, end);
    partial = partial.slice(end);
    return changed(whole);
  };
  return {
    push(chunk) {
      partial += decoder.write(chunk);
      return cut(partial.length > longestHeldBack ? partial.length : partial.lastIndexOf('\n') + 1);
    },
    end() {
      partial += decoder.end();
      return cut(partial.length);
    },
  };
}

/** The last `size` lines of a program's output, for error messages. */
export function lineRing(size: number): { add(line: string): void; last(n: number): readonly string[] } {
  const lines: string[] = [];
  return {
    add(line) {
      lines.push(line);
      // Cut in blocks: shifting an array for every line of a chatty program is quadratic.
      if (lines.length >= 2 * size) lines.splice(0, lines.length - size);
    },
    last: (n) => (n <= 0 ? [] : lines.slice(-Math.min(n, size))),
  };
}
