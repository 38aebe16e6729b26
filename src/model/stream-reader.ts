import type { Cell } from './cell.ts';
import { CellScanner } from './cell-scanner.ts';
import type { SeriesHead, SeriesType } from './record.ts';
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
  readonly #scanner = new CellScanner();
  /** What came since the last newline. */
  #begun: Uint8Array[] = [];
  #ended = false;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  /** @param piece is not kept: it may be used again */
  push(piece: Uint8Array): void {
    // One kind of array for all lines: code that takes a Buffer as well is compiled anew, and slower.
    const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.length);
    const end = bytes.lastIndexOf(newline) + 1;
    let from = 0;
    if (end > 0 && this.#begun.length > 0) {
      from = bytes.indexOf(newline) + 1;
      this.#begunLine(bytes.subarray(0, from));
    }
    if (end > from) this.#lines(bytes, from, end);
    if (end < bytes.length) this.#begun.push(bytes.slice(end));
  }

  /** There are no more pieces: what came without a newline is the last line. */
  close(): void {
    if (this.#begun.length > 0) this.#begunLine(new Uint8Array([newline]));
  }

  #begunLine(end: Uint8Array): void {
    const line = concat([...this.#begun, end]);
    this.#begun = [];
    this.#lines(line, 0, line.length);
  }

  /** @param to behind a newline */
  #lines(bytes: Uint8Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = from; at < to;) {
      const scanned = this.#scanner.scan(bytes, view, at);
      const isCell = scanned !== -1 && !this.#ended && this.#cell();
      const end = isCell ? scanned : bytes.indexOf(newline, at);
      if (!isCell && (this.#ended || !this.#other(bytes, at, end))) this.#listener.damaged?.();
      at = end + 1;
    }
  }

  /** The line that was scanned. */
  #cell(): boolean {
    const { id } = this.#scanner;
    const type = this.#types.get(id);
    const cell = type === undefined ? undefined : this.#scanner.cell(type);
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
