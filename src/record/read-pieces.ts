import { closeSync, existsSync, openSync, readSync } from 'node:fs';

const pieceBytes = 256 * 1024;

/** The bytes of a file, none where it is not there. Each piece lasts until the next one is asked for. */
export function* readPieces(path: string): Generator<Uint8Array> {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) yield buffer.subarray(0, read);
  } finally {
    closeSync(file);
  }
}
