import { fileURLToPath } from 'node:url';
import type { Place } from '../diagnostic/place.ts';

/** One line of k6's JSON log. */
export interface K6Message {
  readonly level: string;
  /** Without its stack. */
  readonly text: string;
  /** `stacktrace` of an iteration that threw, `console` of what the script itself said; else empty. */
  readonly source: string;
  /** The first place of the script that it names. */
  readonly place: Place | undefined;
}

export function k6Message(line: string): K6Message | undefined {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const [message, error] = [text('msg'), text('error')];
  const whole = [message, error].filter((part) => part !== '').join(': ');
  return {
    level: text('level'),
    text: whole.replace(/\n\s*at [\s\S]*$/, '').trim(),
    source: text('source'),
    place: placeIn(whole),
  };
}

/** `file:///a/b.js:3:7(12)` of a stack, `file:///a/b.js: Line 3:7` of the parser. */
function placeIn(text: string): Place | undefined {
  const [, url, line, column] = /(file:\/\/[^\s()'"]+?):(?:\s*Line )?(\d+):(\d+)/.exec(text) ?? [];
  return url === undefined ? undefined : { file: fileURLToPath(url), line: Number(line), column: Number(column) };
}

/** k6's JSON log lines as text. */
export function readable(line: string): string {
  const said = k6Message(line);
  return said === undefined ? line : `${said.level}: ${said.text}`;
}
