import type { ObjectiveVerdict, RunVerdict } from '../model/verdict.ts';
import { formatCount } from './format.ts';
import { clip, plain } from './plain-text.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
const maxBytes = 60_000;
const maxTextLength = 400;

/** The mark of a verdict where there is no colour. */
export const signs = {
  pass: '✅',
  warn: '⚠️',
  fail: '❌',
  inconclusive: '❔',
  invalid: '❔',
  info: 'ℹ️',
  'not-evaluated': '➖',
} as const satisfies Record<ObjectiveVerdict | RunVerdict, string>;

/** One line of text in which nothing is Markdown, HTML, a mention or a link any more. */
export function md(text: string): string {
  return clip(plain(text), maxTextLength)
    .replace(/[\\`*[\]|~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=[\p{L}\p{N}])/gu, '$&&#8203;')
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, 'www&#46;');
}

export interface Block {
  readonly head: readonly string[];
  readonly rows: readonly string[];
}

export function line(text: string): Block {
  return { head: [text], rows: [] };
}

export function list(title: string, rows: readonly string[]): Block {
  return { head: rows.length === 0 || title === '' ? [] : [title, ''], rows };
}

export function table(title: string, names: string, alignment: string, rows: readonly string[]): Block {
  return { head: rows.length === 0 ? [] : [title, '', names, alignment], rows };
}

/** As many rows as fit; what is left out is counted, never lost without a word. */
export function fit(blocks: readonly Block[]): string {
  const lines: string[] = [];
  let bytes = 0;
  let left = 0;
  const add = (text: string): boolean => {
    const size = byteLength(text) + 1;
    if (bytes + size > maxBytes - 200) return false;
    lines.push(text);
    bytes += size;
    return true;
  };
  for (const { head, rows } of blocks) {
    if (head.length + rows.length === 0) continue;
    if (lines.length > 0) add('');
    const hasHead = head.every(add);
    for (const row of rows) if (!hasHead || left > 0 || !add(row)) left++;
  }
  if (left > 0) lines.push('', `*${formatCount(left)} more lines are in \`report.html\`.*`);
  return `${lines.join('\n')}\n`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
