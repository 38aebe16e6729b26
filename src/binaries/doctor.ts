import { examineCache } from './doctor-cache.ts';
import {
  calibrationRow,
  dockerRow,
  memoryRow,
  nodeRow,
  openFilesRow,
  portsRow,
  postgresRow,
  type FoundPostgres,
} from './doctor-machine.ts';
import { readCalibration } from './calibration-file.ts';
import { optionalRows } from './doctor-programs.ts';
import type { DoctorRow } from './doctor-row.ts';
import { goRow, toolRow } from './doctor-tools.ts';
import { findGo } from './go-toolchain.ts';
import { newSearch } from './search.ts';
import type { ToolHost } from './tool-host.ts';

export type { DoctorRow } from './doctor-row.ts';
export { renderDoctor } from './render-doctor.ts';

export interface DoctorHost extends Omit<ToolHost, 'onProgress' | 'signal' | 'limits'> {
  /** Finds the Postgres that came with `npm install`. */
  readonly findPostgresBinaries: () => FoundPostgres | undefined;
}

/**
 * Tells what of this machine a run needs, where it was found, and what to do about the rest.
 *
 * Nothing is downloaded, built or written. Takes about a quarter of a second: every byte of the programs in the cache is read.
 */
export async function examine(host: DoctorHost): Promise<DoctorRow[]> {
  const quiet: ToolHost = { ...host, onProgress: () => undefined };
  const searches = await Promise.all([newSearch('k6', quiet), newSearch('toxiproxy', quiet)]);
  const go = await findGo(host.env);
  const tools = await Promise.all(searches.map(toolRow));
  return [
    nodeRow(),
    ...tools,
    goRow(go, tools),
    postgresRow(host.findPostgresBinaries()),
    await dockerRow(host.env),
    ...(await optionalRows(host.env)),
    ...(await Promise.all([portsRow(host.env), openFilesRow(host.env)])),
    memoryRow(),
    calibrationRow(await readCalibration(searches[0].cacheDir)),
    await examineCache(searches[0].cacheDir, tools),
  ];
}
