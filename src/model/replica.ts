/** One of the processes that a service runs as. */
export interface Replica {
  /** `api-1`; that of the service where it has no replicas. */
  readonly name: string;
  /** From 1; null: the service has no replicas. */
  readonly number: number | null;
}

/** All that run of a service. */
export function replicasOf(service: string, count = 1): Replica[] {
  if (count === 1) return [{ name: service, number: null }];
  return Array.from({ length: count }, (_, i) => ({ name: `${service}-${i + 1}`, number: i + 1 }));
}
