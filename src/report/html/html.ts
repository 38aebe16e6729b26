import { plain } from '../plain-text.ts';

declare const safe: unique symbol;

/** Markup that is safe to embed: made by `html`, or constant text of ours. */
export interface Html {
  readonly markup: string;
  readonly [safe]: true;
}

type Value = Html | readonly Html[] | string | number | null;

/** A number stays on one line with its unit. */
const beforeUnit = /(?<=\d) (?=(?:ms|s|min|h|%|pt|\/s)(?![\p{L}\p{N}]))/gu;

/** A template in which every value is text, and escaped, unless it is `Html` itself. Null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return raw(strings.map((text, i) => text + markupOf(values[i] ?? null)).join(''));
}

/** Text that is markup already: only for constants of ours, never for anything that was read. */
export function raw(markup: string): Html {
  return { markup } as Html;
}

function markupOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escape(plain(value)).replace(beforeUnit, '\u00a0');
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('\n');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
