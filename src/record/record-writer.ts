import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Audit } from '../model/audit.ts';
import type { FaultEvent, Manifest, SampledHead } from '../model/record.ts';
import { withoutSecrets, type Redact } from '../model/secrets.ts';
import { writeFileAtomic } from '../system/files.ts';
import { runFiles } from './run-folder.ts';
import { SeriesHeads } from './series-heads.ts';
import { SampledLines, sampledVersion } from './sampled-line.ts';

/** Writes the record of a run while it happens; what was written survives a `kill -9` of this process. */
export interface RecordWriter extends Disposable {
  /** Why something could not be written, once; the record then lacks it and all that comes after. */
  readonly problems: readonly string[];
  /** Resolves when that happens. */
  readonly broken: Promise<void>;
  manifest(manifest: Manifest): Promise<void>;
  /** Bytes of the recorder's stream, as they come. */
  series(bytes: Uint8Array): void;
  fault(event: FaultEvent): void;
  probe(line: object): void;
  /** @param atMs since t0 */
  sample(series: SampledHead, atMs: number, value: number): void;
  audit(audit: Audit): Promise<void>;
}

/** @param redact takes secrets out of everything that is written */
export function openRecord(folder: string, redact: Redact): RecordWriter {
  const open = (name: string): number => openSync(join(folder, name), 'ax');
  const series = open(runFiles.series);
  const faults = open(runFiles.faults);
  const probes = open(runFiles.probes);
  const sampled = open(runFiles.sampled);
  const sampledLines = new SampledLines();
  const json = (value: object, indent?: number): string =>
    `${JSON.stringify(withoutSecrets(value, redact), null, indent)}\n`;
  const line = (value: object): string => json(value);
  const heads = new SeriesHeads(redact);
  let closed = false;
  const problems: string[] = [];
  let nowBroken = (): void => undefined;
  const broken = new Promise<void>((resolve) => (nowBroken = resolve));
  /** Called from stream and socket handlers, where a throw would end the process and not the run. */
  const write = (file: number, bytes: Uint8Array | string): void => {
    if (closed || problems.length > 0) return;
    try {
      const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      // The last that fits on a full disk is written in part, without an error.
      for (let done = 0; done < all.length;) done += writeSync(file, all, done);
    } catch (error) {
      problems.push(`the record could not be written: ${(error as Error).message}`);
      nowBroken();
    }
  };
  write(sampled, line({ version: sampledVersion }));
  return {
    problems,
    broken,
    manifest: (manifest) => writeFileAtomic(join(folder, runFiles.manifest), json(manifest, 2)),
    // Synchronous on purpose: a second's cells are in the page cache before the next one comes.
    series: (bytes) => {
      for (const part of heads.of(bytes)) write(series, part);
    },
    fault: (event) => write(faults, line(event)),
    probe: (probe) => write(probes, line(probe)),
    audit: (audit) => writeFileAtomic(join(folder, runFiles.audit), json(audit, 2)),
    sample: (series, atMs, value) => write(sampled, sampledLines.of(series, atMs, value)),
    [Symbol.dispose]() {
      if (closed) return;
      for (const part of heads.rest()) write(series, part);
      closed = true;
      for (const file of [series, faults, probes, sampled]) closeSync(file);
    },
  };
}
