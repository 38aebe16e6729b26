import { z } from 'zod';
import { sleep, until } from '../clock.ts';
import { callEngine, unknownIsUndefined, type Engine } from './engine.ts';

/** On all that a run has made in the engine; its value is the run's id. */
export const runLabel = 'proofload.run';

/** Something of the engine that a run made. */
export interface Own {
  readonly engine: Engine;
  readonly what: 'containers' | 'networks';
  readonly name: string;
  readonly runId: string;
}

const labels = z.record(z.string(), z.string()).nullable();
/** Of a container, and of a network. */
const labelled = z.looseObject({ Config: z.looseObject({ Labels: labels }).optional(), Labels: labels.optional() });

/** What is being made this instant by one who died over it. */
const lateMs = 700;

/**
 * Removes a container, dead or alive, with its own volumes, or a network. Does nothing where it is gone.
 *
 * @param isMade false: who wanted to make it may have died, with the engine still at it
 * @throws Error for one that another run, or somebody else, has made
 */
export async function removeOwn({ engine, what, name, runId }: Own, isMade: boolean): Promise<void> {
  const path = `/${what}/${encodeURIComponent(name)}`;
  const look = async () => {
    const found = await callEngine(engine, 'GET', what === 'containers' ? `${path}/json` : path).catch(
      unknownIsUndefined,
    );
    return found && labelled.parse(found.json());
  };
  let found = await look();
  if (found === undefined && !isMade) {
    await sleep(lateMs);
    found = await look();
  }
  if (found === undefined) return;
  const told = found.Config?.Labels ?? found.Labels;
  if (told?.[runLabel] !== runId) throw new Error(`not removed: it has no label ${runLabel}=${runId}`);
  const removing = what === 'containers' ? `${path}?force=true&v=true` : path;
  const gone = await until(
    async () => {
      await callEngine(engine, 'DELETE', removing).catch(unknownIsUndefined);
      return (await look()) === undefined;
    },
    { timeoutMs: 5_000, everyMs: 50, what: name },
  );
  if (!gone.met) throw new Error('the engine has it still', { cause: gone.lastError });
}
