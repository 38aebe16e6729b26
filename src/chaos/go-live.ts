import type { Faults } from './edge-faults.ts';
import type { ToxiproxyClient } from './toxiproxy-client.ts';
import { wantedFor } from './wanted.ts';

/** Changes a proxy from one set of faults to another without touching its connections more than the faults do. */
export async function goLive(
  client: ToxiproxyClient,
  proxy: string,
  before: Faults,
  after: Faults,
  withinMs: number,
): Promise<void> {
  const [from, to] = [wantedFor(before), wantedFor(after)];
  const added = to.toxics.filter(({ name }) => !from.toxics.some((toxic) => toxic.name === name));
  const changed = to.toxics.filter((toxic) => {
    const now = from.toxics.find(({ name }) => name === toxic.name);
    return now !== undefined && JSON.stringify(now) !== JSON.stringify(toxic);
  });
  const removed = from.toxics.filter(({ name }) => !to.toxics.some((toxic) => toxic.name === name));
  // Side by side: the two ways of a connection are independent, and a fault begins and ends on both at once.
  await Promise.all([
    ...added.map((toxic) => client.addToxic(proxy, toxic, withinMs)),
    ...changed.map((toxic) => client.updateToxic(proxy, toxic, withinMs)),
    ...removed.map(({ name }) => client.deleteToxic(proxy, name, withinMs)),
  ]);
  if (from.enabled !== to.enabled) await client.updateProxy(proxy, { enabled: to.enabled }, withinMs);
}
