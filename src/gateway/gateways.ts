import { startGateway, type GatewaySpec, type RunningGateway } from './start-gateway.ts';

/** The gateways of a run, by the edge that each is part of. */
export interface Gateways {
  readonly byEdge: ReadonlyMap<string, RunningGateway>;
  /** @throws {ProofloadError} see `startGateway` */
  start(edge: Pick<GatewaySpec, 'edge' | 'upstreams'>): Promise<RunningGateway>;
  /** Ends every one, and with them their faults. */
  stop(): Promise<void>;
}

export function gatewaysOf(common: Omit<GatewaySpec, 'edge' | 'upstreams'>): Gateways {
  const byEdge = new Map<string, RunningGateway>();
  return {
    byEdge,
    async start(edge) {
      const gateway = await startGateway({ ...common, ...edge });
      byEdge.set(edge.edge, gateway);
      return gateway;
    },
    async stop() {
      await Promise.all([...byEdge.values()].map((gateway) => gateway.stop()));
    },
  };
}
