import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultEvent, Manifest } from '../model/record.ts';
import { writeFileAtomic } from '../system/files.ts';
import { runFiles } from './run-folder.ts';

/** Writes the record of a run while it happens; what was written survives a `kill -9` of this process. */
export interface RecordWriter extends Disposable {
  manifest(manifest: Manifest): Promise<void>;
  /** Bytes of the recorder's stream, as they come. */
  series(bytes: Uint8Array): void;
  fault(event: FaultEvent): void;
  probe(line: object): void;
}

export function openRecord(folder: string): RecordWriter {
  const open = (name: string): number => openSync(join(folder, name), 'ax');
  const series = open(runFiles.series);
  const faults = open(runFiles.faults);
  const probes = open(runFiles.probes);
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  let closed = false;
  return {
    manifest: (manifest) => writeFileAtomic(join(folder, runFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`),
    series: (bytes) => {
      // Synchronous on purpose: a second's cells are in the page cache before the next one comes.
      if (!closed) writeSync(series, bytes);
    },
    fault: (event) => {
      if (!closed) writeSync(faults, line(event));
    },
    probe: (probe) => {
      if (!closed) writeSync(probes, line(probe));
    },
    [Symbol.dispose]() {
      if (closed) return;
      closed = true;
      for (const file of [series, faults, probes]) closeSync(file);
    },
  };
}
