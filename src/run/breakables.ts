import type { Breakable, BreakableOf } from '../chaos/breakable.ts';
import { commandsOf, type CommandsOptions } from '../chaos/command/command.ts';
import { breakDatabase } from '../chaos/database/database.ts';
import { httpEdgeOf } from '../chaos/http-edge.ts';
import { breakService } from '../chaos/service/service.ts';
import type { Gateways } from '../gateway/gateways.ts';
import { isCommandAction } from '../model/faults/command.ts';
import { isDatabaseAction } from '../model/faults/database.ts';
import { isHttpAction } from '../model/faults/http.ts';
import { isServiceAction } from '../model/faults/service.ts';
import type { RunningTarget } from '../target/start-target.ts';
import { meetingOf } from './meeting-of.ts';
import { among, type Part } from './parts.ts';
import type { UndoLog } from '../undo/undo-log.ts';

export interface BreakableParts {
  /** By the names of the edges. */
  readonly proxy: { readonly edges: ReadonlyMap<string, Breakable> };
  readonly gateways: Pick<Gateways, 'byEdge' | 'trafficTo'>;
  readonly target: Pick<RunningTarget, 'services' | 'edges'>;
  readonly undo: UndoLog;
  /** Environment of the harness. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the run. */
  readonly seed: number;
  /** Where commands work, and what takes their words. */
  readonly places: Pick<CommandsOptions, 'cwd' | 'logFile'>;
}

/** What of a running target faults can be put on, by the family of the fault. */
export function breakablesOf(parts: BreakableParts): BreakableOf {
  const { proxy, gateways, target, undo, env, seed, places } = parts;
  const connections = among(
    target.edges.flatMap(({ name, edge, replica }): Part[] => {
      const broken = proxy.edges.get(name);
      return broken === undefined ? [] : [{ on: edge, replica, broken }];
    }),
  );
  const requests = among(
    target.edges.flatMap(({ name, edge, replica }): Part[] => {
      const gateway = gateways.byEdge.get(name);
      return gateway === undefined ? [] : [{ on: edge, replica, broken: httpEdgeOf(gateway, seed) }];
    }),
  );
  const services = among(
    target.services.flatMap(({ name, service, replica, protocol, own }): Part[] => {
      if (own === null) return [];
      const ways = [...target.edges.filter((edge) => edge.name.endsWith(`->${name}`)), { name, protocol }];
      const probed = ways.flatMap((way) => (way.protocol.kind === 'tcp' ? [] : [way.name]));
      return [{ on: service, replica, broken: breakService({ service: own, probed, undo, env }) }];
    }),
  );
  const databases = new Map(target.services.map((service) => [service.name, breakDatabase(service)]));
  const urls = Object.fromEntries(target.services.map(({ name, url }) => [name, url]));
  const commands = commandsOf({ undo, env, urls, query: firstValue, ...places });
  return (fault) => {
    const { action } = fault;
    const counted = (broken: Breakable | undefined): Breakable | undefined =>
      broken && { ...broken, meets: () => meetingOf(fault, parts) };
    if (isCommandAction(action)) return commands;
    if (isDatabaseAction(action)) return counted(databases.get(fault.on));
    if (isServiceAction(action)) return counted(services(fault));
    return isHttpAction(action) ? requests(fault) : connections(fault);
  };
}

/** Of the first row that a statement gives. */
async function firstValue(url: string, statement: string, timeoutMs: number): Promise<unknown> {
  // Late: its client takes 40 ms to load, and most plans have no such command.
  const { PostgresClient } = await import('../probe/sources/postgres-client.ts');
  const client = new PostgresClient(url);
  try {
    const { rows, fields } = await client.query(statement, timeoutMs);
    return rows[0]?.[fields[0]?.name ?? ''];
  } finally {
    client.close();
  }
}
