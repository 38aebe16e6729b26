import { cellOf, scanCellLine } from './cell-line.ts';
import { HistogramPacker } from './packed-histogram.ts';
import type { Cell, SeriesHead, SeriesType } from './record.ts';
import { decodeStreamLine, type StreamEnd } from './stream.ts';

/** Who is told what the recorder's stream says. */
export interface StreamListener {
  header?(version: number): void;
  series(head: SeriesHead): void;
  /** A cell of the series `id`, which was told before. */
  cell(id: number, cell: Cell): void;
  end?(end: StreamEnd): void;
  /** A line that cannot be read, or that comes after the end. */
  damaged?(): void;
}

const newline = 0x0a;

/** Reads the recorder's stream from pieces of any size. */
export class StreamReader {
  readonly #listener: StreamListener;
  readonly #types = new Map<number, SeriesType>();
  readonly #histograms = new HistogramPacker();
  /** What came since the last newline. */
  #begun: Uint8Array[] = [];
  #ended = false;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  /** @param piece is not kept: it may be used again */
  push(piece: Uint8Array): void {
    let from = 0;
    for (let to = piece.indexOf(newline); to !== -1; to = piece.indexOf(newline, from)) {
      if (this.#begun.length === 0) this.#line(piece, from, to);
      else this.#begunLine(piece.subarray(from, to));
      from = to + 1;
    }
    // Not `slice`, which of a Buffer copies nothing.
    if (from < piece.length) this.#begun.push(new Uint8Array(piece.subarray(from)));
  }

  /** There are no more pieces: what came without a newline is the last line. */
  close(): void {
    if (this.#begun.length > 0) this.#begunLine(new Uint8Array(0));
  }

  #begunLine(end: Uint8Array): void {
    const line = concat([...this.#begun, end]);
    this.#begun = [];
    this.#line(line, 0, line.length);
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    if (this.#ended || !(this.#cell(bytes, from, to) || this.#other(bytes, from, to))) this.#listener.damaged?.();
  }

  #cell(bytes: Uint8Array, from: number, to: number): boolean {
    const numbers = scanCellLine(bytes, from, to, this.#histograms);
    const id = numbers?.flat[0] ?? -1;
    const type = this.#types.get(id);
    const cell = numbers === undefined || type === undefined ? undefined : cellOf(type, numbers);
    if (cell !== undefined) this.#listener.cell(id, cell);
    return cell !== undefined;
  }

  #other(bytes: Uint8Array, from: number, to: number): boolean {
    const line = decodeStreamLine(new TextDecoder().decode(bytes.subarray(from, to)));
    switch (line?.kind) {
      case undefined:
        return false;
      case 'header':
        this.#listener.header?.(line.version);
        return true;
      case 'series':
        this.#types.set(line.head.id, line.head.type);
        this.#listener.series(line.head);
        return true;
      case 'end':
        this.#ended = true;
        this.#listener.end?.(line.end);
        return true;
    }
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
