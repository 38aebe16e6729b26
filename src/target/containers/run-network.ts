import { z } from 'zod';
import { ProofloadError } from '../../diagnostic/error.ts';
import { callEngine, type Engine } from '../../system/docker/engine.ts';
import { runLabel } from '../../system/docker/own.ts';
import { isOwnAddress } from '../../system/own-address.ts';
import type { UndoLog } from '../../undo/undo-log.ts';

/** The network that a run's containers are in, and nobody else. */
export interface RunNetwork {
  readonly name: string;
  /** The address of this machine in it: where containers reach the fault proxies of their edges. */
  readonly gateway: string;
}

const inspected = z.looseObject({ IPAM: z.looseObject({ Config: z.array(z.looseObject({ Gateway: z.string() })) }) });

/**
 * Makes the network of a run; it is removed when the run is undone.
 *
 * @throws ProofloadError `containers-elsewhere` where the engine's networks are not this machine's
 */
export async function makeRunNetwork(engine: Engine, undo: Pick<UndoLog, 'runId' | 'enter'>): Promise<RunNetwork> {
  const { runId } = undo;
  const name = `proofload-${runId}`;
  const entered = await undo.enter({ kind: 'network', socket: engine.socket, name, runId });
  const body = { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: { [runLabel]: runId } };
  await callEngine(engine, 'POST', '/networks/create', { body });
  await entered.made({ made: true });
  const answer = await callEngine(engine, 'GET', `/networks/${name}`);
  const gateway = inspected.parse(answer.json()).IPAM.Config[0]?.Gateway ?? '';
  if (await isOwnAddress(gateway)) return { name, gateway };
  throw new ProofloadError('containers-elsewhere', 'the Docker engine runs on another machine than this', {
    exit: 'environment',
    hint: `its networks (${gateway}) do not reach the fault proxies here; engines within a virtual machine, as Docker Desktop's, cannot be used`,
  });
}
