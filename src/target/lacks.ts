import { ProofloadError } from '../diagnostic/error.ts';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { runsInContainer } from '../inputs/service-shape.ts';
import type { Lack } from '../model/lack.ts';
import { isServerKind, lackOfServer } from './server-program.ts';

type Target = Pick<CheckedTarget, 'services' | 'runtime'>;
type Env = Readonly<Record<string, string>>;

/** Why services cannot be started here, by their names. Asks the machine, and starts nothing. */
export async function lacksOf(target: Target, env: Env): Promise<ReadonlyMap<string, Lack>> {
  const lacks = new Map<string, Lack>();
  for (const [name, { kind }] of Object.entries(target.services)) {
    const lack = isServerKind(kind) ? await lackOfServer(kind, env) : lackOfReplica(name, target, env);
    if (lack !== null) lacks.set(name, lack);
  }
  return lacks;
}

/** A primary is copied from its files. */
function lackOfReplica(name: string, { services, runtime }: Target, env: Env): Lack | null {
  const service = services[name];
  if (service?.kind !== 'postgres' || service.replicaOf === undefined) return null;
  if ((env['PROOFLOAD_POSTGRES_URL'] ?? '') !== '') {
    return {
      why: 'it is a replica, and the server of PROOFLOAD_POSTGRES_URL is not ours to copy',
      hint: 'unset PROOFLOAD_POSTGRES_URL, and the run starts servers of its own',
    };
  }
  if (!runsInContainer(service, runtime)) return null;
  return { why: 'it is a replica, and those run as processes only', hint: 'leave --runtime containers out' };
}

/**
 * Refuses a target that cannot be started.
 *
 * @throws {ProofloadError} `service-impossible` (exit 7) with every service that lacks something
 */
export function refuseLacking(lacks: ReadonlyMap<string, Lack>): void {
  if (lacks.size === 0) return;
  throw new ProofloadError('service-impossible', 'not all services of the target can be started; nothing was', {
    exit: 'environment',
    problems: [...lacks].map(([name, { why, hint }]) => ({ message: `service "${name}": ${why}`, hint })),
  });
}
