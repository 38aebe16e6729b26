import { stripVTControlCharacters, styleText } from 'node:util';
import { redactor, type Redact } from '../model/secrets.ts';
import { harmless } from '../report/plain-text.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** The process as the commands see it: the only file besides `main.ts` that touches it. */
export interface CliHost {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly node: string;
  readonly argv: readonly string[];
  /** The result. */
  readonly out: (text: string) => void;
  /** Why it is not where it should be: a full disk, but never a reader that has seen enough. */
  readonly outTrouble: Error | undefined;
  /** Progress and errors, without what secrets of the environment hold and what would give the terminal orders. */
  readonly err: (text: string) => void;
  readonly redact: Redact;
  /** Null where stderr is none that lines can be redrawn on, or where nobody looks at it. */
  readonly terminal: Terminal | null;
  readonly width: number;
  readonly colour: boolean;
  /** The same of stderr. */
  readonly colourErr: boolean;
}

export function processHost(): CliHost {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const live = process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb';
  const terminal = live ? processTerminal() : null;
  const redact = redactor(env);
  let outTrouble: Error | undefined;
  outlive(process.stdout, (error) => (outTrouble ??= error));
  outlive(process.stderr, () => undefined);
  return {
    env,
    cwd: process.cwd(),
    node: process.execPath,
    argv: process.argv.slice(2),
    out: (text) => void process.stdout.write(text),
    redact,
    get outTrouble() {
      return outTrouble;
    },
    err(text) {
      const told = harmless(redact(text));
      if (terminal === null) process.stderr.write(told);
      else terminal.region.print(told);
    },
    terminal,
    get width() {
      return process.stdout.columns > 0 ? process.stdout.columns : 120;
    },
    colour: hasColour(process.stdout),
    colourErr: hasColour(process.stderr),
  };
}

/** styleText knows NO_COLOR, FORCE_COLOR and what is no terminal. */
function hasColour(stream: NodeJS.WriteStream): boolean {
  const red = styleText('red', 'x', { stream });
  return stripVTControlCharacters(red) !== red;
}

/** A reader that has seen enough, such as `head`, must not end a run; nor a full disk behind a log, nor a terminal that is closed. */
function outlive(stream: NodeJS.WriteStream, onTrouble: (error: Error) => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') onTrouble(error);
  });
}
