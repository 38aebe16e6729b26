import { withoutSecrets, type Redact } from '../model/secrets.ts';

const newLine = 0x0a;
const brace = 0x7b;

/**
 * Takes secrets out of the recorder's stream as it comes: only lines that name a series hold texts of others, and of those there
 * are few. Cells go by as they are.
 */
export class SeriesHeads {
  readonly #redact: Redact;
  #rest = Buffer.alloc(0);

  constructor(redact: Redact) {
    this.#redact = redact;
  }

  /** What can be written of the bytes so far. A line is held back until all of it is there, and with it what follows. */
  of(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#rest.length === 0 && bytes.at(-1) === newLine && !bytes.includes(brace)) return [bytes];
    const all = Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(newLine) + 1;
    this.#rest = all.subarray(end);
    const whole = all.subarray(0, end);
    return end === 0 ? [] : [whole.includes(brace) ? this.#cleaned(whole) : whole];
  }

  /** What is left of a line that never came to its end. */
  rest(): readonly Uint8Array[] {
    const { length } = this.#rest;
    return length === 0 || this.#rest.includes(brace) ? [] : [this.#rest];
  }

  #cleaned(lines: Buffer): Uint8Array {
    const clean = lines
      .toString('utf8')
      .split('\n')
      .map((line) => (line.startsWith('{') ? this.#head(line) : line));
    return Buffer.from(clean.join('\n'), 'utf8');
  }

  #head(line: string): string {
    try {
      return JSON.stringify(withoutSecrets(JSON.parse(line) as object, this.#redact));
    } catch {
      return this.#redact(line); // damaged: the reader will say so
    }
  }
}
