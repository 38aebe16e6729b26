import { plain } from './plain-text.ts';

const needsNoQuotes = /^[\w@%+=:,./-]+$/;
const variable = /\$[A-Za-z_]\w*/;

/** Words as a POSIX shell takes them. `$NAME` stands for a secret, which the shell is to fill in. */
export function shellCommand(words: readonly string[]): string {
  return words.map((word) => quoted(plain(word))).join(' ');
}

function quoted(word: string): string {
  if (needsNoQuotes.test(word)) return word;
  if (!variable.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  return `"${word.replace(/["\\`]|\$(?![A-Za-z_])/g, '\\$&')}"`;
}
