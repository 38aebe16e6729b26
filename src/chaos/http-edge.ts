import { createHash } from 'node:crypto';
import type { RunningGateway } from '../gateway/start-gateway.ts';
import type { HttpAction } from '../model/faults/http.ts';
import type { Breakable } from './breakable.ts';

/** The requests of an edge. Nothing has to be entered for a fault on them: it dies with the gateway, which is entered. */
export function httpEdgeOf(gateway: RunningGateway, seed: number): Breakable<HttpAction> {
  const { edge } = gateway;
  const on = new Set<string>();
  const onClean: ((fault: string, at: number) => void)[] = [];
  const onExposed: ((fault: string, requests: number) => void)[] = [];
  return {
    name: edge,
    problems: () => [],
    proofOf: () => ({ kind: 'own' }),
    prepare: () => Promise.resolve(),
    async apply(fault, action) {
      on.add(fault);
      await gateway.apply(fault, action, seedOf(seed, edge, fault));
    },
    async heal(fault, tell) {
      if (!on.delete(fault)) return;
      try {
        const { requests, at } = await gateway.heal(fault);
        for (const cb of onClean) cb(fault, at);
        for (const cb of onExposed) cb(fault, requests);
      } catch (error) {
        await gateway.kill();
        tell(`${fault} ended with the gateway of ${edge}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    onSeen(cb) {
      gateway.onFelt((fault, at) => cb(fault, 'felt', at));
      onClean.push((fault, at) => cb(fault, 'clean', at));
    },
    onExposed(cb) {
      onExposed.push((fault, requests) => cb(fault, { connections: null, requests }));
    },
  };
}

/** Another order of chosen requests for each fault and edge of a run, and the same for the next run with its seed. */
function seedOf(seed: number, edge: string, fault: string): number {
  return createHash('sha256').update(`${seed} ${edge} ${fault}`).digest().readUInt32BE();
}
