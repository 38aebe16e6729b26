import type { Traffic } from './message.ts';
import { startGateway, type GatewaySpec, type RunningGateway } from './start-gateway.ts';

/** The gateways of a run, by the edge that each is part of. */
export interface Gateways {
  readonly byEdge: ReadonlyMap<string, RunningGateway>;
  /** @throws {ProofloadError} see `startGateway` */
  start(edge: Pick<GatewaySpec, 'edge' | 'lead'>): Promise<RunningGateway>;
  /** What each that leads to a process did with it. */
  trafficTo(upstream: string): Promise<readonly (Traffic & { readonly edge: string })[]>;
  /** Ends every one, and with them their faults. */
  stop(): Promise<void>;
}

export function gatewaysOf(common: Omit<GatewaySpec, 'edge' | 'lead'>): Gateways {
  const byEdge = new Map<string, RunningGateway>();
  return {
    byEdge,
    async start(edge) {
      const gateway = await startGateway({ ...common, ...edge });
      byEdge.set(edge.edge, gateway);
      return gateway;
    },
    async trafficTo(upstream) {
      const leading = [...byEdge.values()].filter(({ lead }) => lead.upstreams.some(({ name }) => name === upstream));
      const told = leading.map(async (gateway) =>
        (await gateway.traffic()).flatMap((one) => (one.replica === upstream ? { ...one, edge: gateway.edge } : [])),
      );
      return (await Promise.all(told)).flat();
    },
    async stop() {
      await Promise.all([...byEdge.values()].map((gateway) => gateway.stop()));
    },
  };
}
