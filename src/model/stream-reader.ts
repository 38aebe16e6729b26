import { cellOf, scanCellLine } from './cell-line.ts';
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
  #rest = new Uint8Array(0);
  #ended = false;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  push(piece: Uint8Array): void {
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length);
      bytes.set(this.#rest);
      bytes.set(piece, this.#rest.length);
    }
    let from = 0;
    for (let to = bytes.indexOf(newline); to !== -1; to = bytes.indexOf(newline, from)) {
      this.#line(bytes, from, to);
      from = to + 1;
    }
    this.#rest = bytes.slice(from);
  }

  /** There are no more pieces: what came without a newline is the last line. */
  close(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, 0, this.#rest.length);
    this.#rest = new Uint8Array(0);
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    if (this.#ended || !(this.#cell(bytes, from, to) || this.#other(bytes, from, to))) this.#listener.damaged?.();
  }

  #cell(bytes: Uint8Array, from: number, to: number): boolean {
    const numbers = scanCellLine(bytes, from, to);
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
