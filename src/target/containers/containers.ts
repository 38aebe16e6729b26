import { ProofloadError } from '../../diagnostic/error.ts';
import type { CheckedTarget } from '../../inputs/check-target.ts';
import { runsInContainer } from '../../inputs/service-shape.ts';
import { findEngine, type Engine } from '../../system/docker/engine.ts';
import type { UndoLog } from '../../undo/undo-log.ts';
import { makeRunNetwork, type RunNetwork } from './run-network.ts';

type Env = Readonly<Record<string, string>>;

/** What the containers of a run have in common. */
export interface Containers {
  readonly engine: Engine;
  readonly network: RunNetwork;
  /** Gives the name of an image, which is made ready once, whoever asks for it first. */
  image(key: string, make: () => Promise<string>): Promise<string>;
}

type Target = Pick<CheckedTarget, 'name' | 'services' | 'runtime'>;

/** Whether a service is to run in a container. */
export function isContained({ services, runtime }: Pick<Target, 'services' | 'runtime'>, name: string): boolean {
  const service = services[name];
  return service !== undefined && runsInContainer(service, runtime);
}

/**
 * Refuses a target with containers where none can run, before anything is started.
 *
 * @throws ProofloadError `no-docker` (exit 7)
 */
export async function needEngine(target: Target, env: Env): Promise<void> {
  if (hasContainers(target)) await engineFor(target.name, env);
}

/** What containers need, where a target has some. */
export async function openContainers(
  target: Target,
  env: Env,
  undo: Pick<UndoLog, 'runId' | 'enter'>,
): Promise<Containers | null> {
  if (!hasContainers(target)) return null;
  const engine = await engineFor(target.name, env);
  const network = await makeRunNetwork(engine, undo);
  const images = new Map<string, Promise<string>>();
  return {
    engine,
    network,
    image(key, make) {
      const made = images.get(key) ?? make();
      images.set(key, made);
      return made;
    },
  };
}

function hasContainers(target: Target): boolean {
  return Object.keys(target.services).some((name) => isContained(target, name));
}

async function engineFor(target: string, env: Env): Promise<Engine> {
  const found = await findEngine(env);
  if (!('why' in found)) return found;
  throw new ProofloadError('no-docker', `target "${target}" runs in containers, and ${found.why}`, {
    exit: 'environment',
    hint: found.hint,
  });
}
