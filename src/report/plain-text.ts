/** Terminal control: OSC (title, links) up to its end, then CSI (colours, cursor). */
const operatingSystemCommand = /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;
const controlSequence = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
/** Marks that reorder text, so that a line reads other than it is. */
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text that somebody else wrote, as one line of characters that every format can hold: no control characters, no terminal
 * sequences, no reordering marks, nothing that XML or UTF-8 cannot say. Each format escapes what is special to it on top.
 */
export function plain(text: string): string {
  return withoutSequences(text)
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(bidirectional, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\p{Noncharacter_Code_Point}|\ufeff/gu, '')
    .trim();
}

/** Lines for a terminal, in which nobody else gives it orders or turns text around; blanks stay as they are. */
export function harmless(lines: string): string {
  return withoutSequences(lines)
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(bidirectional, '');
}

function withoutSequences(text: string): string {
  return text.replace(operatingSystemCommand, '').replace(controlSequence, '');
}

/** At most `max` characters, the last one an ellipsis when something is missing. */
export function clip(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, Math.max(0, max - 1)).join('')}…`;
}
