import { ProofloadError } from '../diagnostic/error.ts';

/** Below every usual ephemeral range (Linux from 32768, others from 49152): no outgoing connection can take one of these. */
const first = 20_000;
const count = 12_000;

/** Thrown by a `withPort` callback when the tool says that somebody else has the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Every port from 20000 to 31999 once, beginning at a place that the seed decides. @param seed from 0 to 1, at random by default */
export function* candidatePorts(seed: number = Math.random()): Generator<number, void> {
  const start = Math.floor(seed * count);
  // 7919 is prime and so meets them all; a stride keeps runs that start close together apart.
  for (let i = 0; i < count; i++) yield first + ((start + i * 7_919) % count);
}

/**
 * Gives the tool one port after another until it can bind. Nothing is probed: a port that was free a moment ago says little.
 *
 * @throws {ProofloadError} `no-free-port` after 20 taken ones; whatever else the callback throws.
 */
export async function withPort<T>(
  bind: (port: number) => Promise<T>,
  ports: Iterable<number> = candidatePorts(),
): Promise<T> {
  const tried: number[] = [];
  let last: unknown;
  for (const port of ports) {
    if (tried.length === 20) break;
    tried.push(port);
    try {
      return await bind(port);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      last = error;
    }
  }
  throw new ProofloadError('no-free-port', `no free port on this machine; tried ${tried.join(', ')}`, {
    exit: 'environment',
    hint: 'see who listens with: ss -ltnp',
    cause: last,
  });
}
