import { cellWidth, take } from '../../report/terminal-table.ts';
import type { Colour, Paint } from './paint.ts';

/** A piece of a line; the pieces that are needed least are left out first where the line is too narrow. */
export interface Piece {
  readonly text: string;
  readonly colour?: Colour | undefined;
  /** 0 is never left out, and cut instead. */
  readonly dropAt?: number;
}

const gap = '  ';

/** Pieces side by side on at most `width` places. */
export function line(pieces: readonly Piece[], width: number, paint: Paint): string {
  const kept = fitting(pieces, width);
  let left = width;
  return kept
    .map(({ text, colour }, i) => {
      const lead = i === 0 ? '' : gap;
      const shown = cut(text, left - lead.length);
      left -= lead.length + cellWidth(shown);
      return lead + (colour === undefined ? shown : paint(colour, shown));
    })
    .join('');
}

/** The same, with the last piece at the right end. */
export function spread(pieces: readonly Piece[], right: Piece, width: number, paint: Paint, fill = ' '): string {
  const rightWidth = cellWidth(right.text);
  if (rightWidth > width - gap.length * 2) return line([right], width, paint);
  const kept = fitting(pieces, width - rightWidth - gap.length);
  const used = widthOf(kept) + rightWidth;
  const between = Math.max(gap.length, width - used);
  const filler = between > gap.length * 2 ? ` ${fill.repeat(between - 2)} ` : ' '.repeat(between);
  const whole = [line(kept, width - rightWidth - gap.length, paint), paint('dim', filler), paintPiece(right, paint)];
  return whole.join('');
}

function paintPiece({ text, colour }: Piece, paint: Paint): string {
  return colour === undefined ? text : paint(colour, text);
}

function fitting(pieces: readonly Piece[], width: number): readonly Piece[] {
  let kept = pieces;
  while (widthOf(kept) > width) {
    const least = Math.max(...kept.map(({ dropAt = 0 }) => dropAt));
    if (least === 0) break;
    kept = kept.filter(({ dropAt = 0 }) => dropAt !== least);
  }
  return kept;
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }, i) => sum + cellWidth(text) + (i === 0 ? 0 : gap.length), 0);
}

function cut(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  return width <= 0 ? '' : `${take(text, width - 1)}…`;
}
