import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { replicasOf } from '../model/replica.ts';
import { type CheckedEdge } from './check-target.ts';
import { replicaCount, type CheckedService } from './service-shape.ts';
import type { Problems } from './problems.ts';

type Services = Readonly<Record<string, CheckedService>>;

/** Replicas have names and edges of their own, which must not be somebody else's. */
export function checkReplicas(
  services: Services,
  edges: readonly CheckedEdge[],
  place: Place | undefined,
  problems: Problems,
): void {
  for (const [service, definition] of Object.entries(services)) {
    const count = replicaCount(definition);
    if (count === 1 && 'affinity' in definition && definition.affinity !== undefined)
      problems.add(`service "${service}" has an affinity and no replicas`, place, 'add replicas: 2, or more');
    for (const { name } of replicasOf(service, count)) {
      if (name === service || !Object.hasOwn(services, name)) continue;
      problems.add(`service "${name}" is called like a replica of "${service}"`, place, 'give it another name');
    }
  }
  for (const { name, from, port } of edges) {
    const count = replicaCount(services[from]);
    if (port === null || count === 1) continue;
    problems.add(
      `ports: ${name} cannot have the one port ${port}, since each of the ${count} replicas of ${from} has a fault proxy of its own`,
      place,
      'leave its port to the run',
    );
  }
}

/** Whether a fault is put on replicas that there are; gives what is wrong, with a hint. */
export function whyNoSuchReplicas(
  on: string,
  replicas: readonly number[],
  services: Services,
): { readonly message: string; readonly hint: string } | undefined {
  const [service = ''] = on.split('->');
  const count = replicaCount(services[service]);
  if (count === 1) {
    const named = Object.entries(services).flatMap(([name, one]) => (replicaCount(one) > 1 ? [name] : []));
    const what = on === service ? 'of the service' : 'of the service that the edge leads away from';
    return {
      message: `replicas are those ${what}, and ${service} has none`,
      hint: named.length === 0 ? `add replicas: 3 to ${service}` : didYouMean(service, named),
    };
  }
  const missing = replicas.filter((number) => number > count);
  if (missing.length === 0) return undefined;
  return { message: `${service} has no replica ${missing.join(', ')}`, hint: `they are counted from 1 to ${count}` };
}
