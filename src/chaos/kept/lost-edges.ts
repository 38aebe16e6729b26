import { existsSync } from 'node:fs';
import { processTable, startEnvironment } from '../../system/process-table.ts';
import type { KeptEdges } from './kept-edges.ts';

/** An edge that is open between runs and in no file any more: its folder was deleted. */
export interface LostEdge {
  readonly edge: string;
  /** In the environment of its process. */
  readonly marker: string;
  readonly apiUrl: string;
  readonly pid: number;
}

/** Environment by which the process of an edge is found when nothing else is left of it. */
export function traceOf(
  { edge, marker, apiUrl }: Omit<LostEdge, 'pid'>,
  { folder }: Pick<KeptEdges, 'folder'>,
): Readonly<Record<string, string>> {
  return {
    PROOFLOAD_ENTRY: marker,
    PROOFLOAD_EDGE: edge,
    PROOFLOAD_EDGE_API: apiUrl,
    PROOFLOAD_EDGES_FOLDER: folder,
  };
}

/** Edges whose records are missing in this store, or were in a store that is gone. Linux only; elsewhere none. */
export async function lostEdges(store: KeptEdges): Promise<LostEdge[]> {
  // Before the records: one that is opened meanwhile has its record first.
  const open = processTable().flatMap(({ pid, zombie }) => {
    const environment = zombie ? undefined : startEnvironment(pid);
    const value = (name: string): string | undefined =>
      environment?.find((setting) => setting.startsWith(`${name}=`))?.slice(name.length + 1);
    const [edge, marker, folder] = [value('PROOFLOAD_EDGE'), value('PROOFLOAD_ENTRY'), value('PROOFLOAD_EDGES_FOLDER')];
    if (edge === undefined || marker === undefined || folder === undefined) return [];
    const isOurs = folder === store.folder || !existsSync(folder);
    return isOurs ? [{ edge, marker, apiUrl: value('PROOFLOAD_EDGE_API') ?? '', pid }] : [];
  });
  const known = new Set((await store.all()).map(({ marker }) => marker));
  return open.filter(({ marker }) => !known.has(marker));
}
