import { removeOwn } from '../../system/docker/own.ts';
import type { ContainerEntry, NetworkEntry } from '../entry.ts';

/** Removes what a run has made in a Docker engine. */
export const removeFromEngine = ({ kind, socket, name, runId, made }: ContainerEntry | NetworkEntry): Promise<void> =>
  removeOwn({ engine: { socket }, what: `${kind}s`, name, runId }, made === true);
