import { ProofloadError } from '../diagnostic/error.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import { ephemeralPorts } from './ephemeral-ports.ts';
import { ToxiproxyCallFailed } from './toxiproxy-client.ts';

/**
 * Lets an edge listen on the port that it should have, or else on one that is free; gives the port.
 *
 * @param bind rejects with Toxiproxy's answer; what is no bind error goes through
 * @throws {ProofloadError} `edge-port-taken`, `no-free-port`
 */
export async function bindEdge(
  name: string,
  wanted: number | undefined,
  bind: (port: number) => Promise<unknown>,
  ports?: Iterable<number>,
): Promise<number> {
  const listenOn = async (port: number): Promise<number> => {
    await bind(port).catch((error: unknown) => {
      throw isBindError(error) ? new PortTaken(`port ${port} is taken`, { cause: error }) : error;
    });
    return port;
  };
  if (wanted === undefined) return withPort(listenOn, ports);
  return listenOn(wanted).catch((error: unknown) => {
    throw error instanceof PortTaken ? portTaken(name, wanted, error) : error;
  });
}

/** @throws {ProofloadError} `edge-port-ephemeral` */
export async function checkPort(name: string, port: number): Promise<void> {
  const { first, last } = await ephemeralPorts();
  if (port < first || port > last) return;
  throw new ProofloadError('edge-port-ephemeral', `the edge ${name} cannot listen on port ${port} safely`, {
    hint: `outgoing connections get ports from ${first} to ${last}, and could take it while the edge is down; choose one below`,
  });
}

function isBindError(error: unknown): boolean {
  return (
    error instanceof ToxiproxyCallFailed && error.status === 500 && /bind|address already in use/i.test(error.message)
  );
}

function portTaken(name: string, port: number, cause: unknown): ProofloadError {
  return new ProofloadError('edge-port-taken', `port ${port}, on which the edge ${name} should listen, is taken`, {
    exit: 'environment',
    hint: `see who listens with: ss -ltnp 'sport = :${port}'; or choose another port for it in the target`,
    cause,
  });
}
