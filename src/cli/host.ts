import { stripVTControlCharacters, styleText } from 'node:util';

/** The process as the commands see it: the only file besides `main.ts` that touches it. */
export interface CliHost {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly node: string;
  readonly argv: readonly string[];
  /** The result. */
  readonly out: (text: string) => void;
  /** Progress and errors. */
  readonly err: (text: string) => void;
  /** Whether stderr is a terminal that lines can be redrawn on. */
  readonly live: boolean;
  readonly width: number;
  readonly colour: boolean;
}

export function processHost(): CliHost {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return {
    env,
    cwd: process.cwd(),
    node: process.execPath,
    argv: process.argv.slice(2),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    live: process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb',
    width: process.stdout.columns > 0 ? process.stdout.columns : 120,
    // styleText knows NO_COLOR, FORCE_COLOR and what is no terminal.
    colour:
      stripVTControlCharacters(styleText('red', 'x', { stream: process.stdout })) !==
      styleText('red', 'x', { stream: process.stdout }),
  };
}
