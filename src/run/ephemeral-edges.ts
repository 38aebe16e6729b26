import { ephemeralPorts } from '../chaos/ephemeral-ports.ts';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { Problems } from '../inputs/problems.ts';

/**
 * Refuses edges on ports that this machine gives to outgoing connections: one of them could take it while the edge is down.
 *
 * @throws {ProofloadError} `bad-input`
 */
export async function refuseEphemeralPorts({ edges, file }: Pick<CheckedTarget, 'edges' | 'file'>): Promise<void> {
  const { first, last } = await ephemeralPorts();
  const problems = new Problems();
  for (const { name, port } of edges) {
    if (port === null || port < first || port > last) continue;
    problems.add(
      `ports: ${name} cannot listen on ${port} safely: outgoing connections get ports from ${first} to ${last}`,
      file === null ? undefined : { file },
      `choose one below ${first}`,
    );
  }
  problems.throwIfAny();
}
