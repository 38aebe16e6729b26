import type { NetworkAction } from '../model/faults/network.ts';
import { kindOf } from './fault-kinds.ts';
import { safeName } from './proxy-name.ts';
import type { NamedToxic } from './toxic.ts';
import type { ProxyReply } from './toxiproxy-client.ts';

/** What a proxy should be like, given the faults that are on. */
export interface Wanted {
  readonly enabled: boolean;
  readonly toxics: readonly NamedToxic[];
}

/** The toxics of one fault, named after it. */
export function toxicsOf(fault: string, action: NetworkAction): NamedToxic[] {
  return kindOf(action)
    .toxics(action)
    .map((toxic) => ({ ...toxic, name: safeName(fault, toxic.stream) }));
}

/** What a proxy should be like while `faults` (by id) are on. */
export function wantedFor(faults: ReadonlyMap<string, NetworkAction>): Wanted {
  return {
    enabled: ![...faults.values()].some((action) => kindOf(action).connections === 'cut'),
    toxics: [...faults].flatMap(([id, action]) => toxicsOf(id, action)),
  };
}

/** How the proxy as it is differs from what it should be; undefined = not at all. */
export function differenceOf(proxy: ProxyReply, wanted: Wanted): string | undefined {
  if (proxy.enabled !== wanted.enabled) return `it is ${proxy.enabled ? 'enabled' : 'disabled'}`;
  const has = proxy.toxics.map(fingerprint).sort();
  const should = wanted.toxics.map(fingerprint).sort();
  return has.join() === should.join() ? undefined : `its toxics are [${has.join(', ')}], not [${should.join(', ')}]`;
}

/** A toxic as one line, whatever the order of its attributes. */
function fingerprint(toxic: { name: string; type: string; stream: string; attributes: object }): string {
  const pairs = Object.entries(toxic.attributes as Record<string, unknown>).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  return `${toxic.name}: ${toxic.type} ${toxic.stream} ${pairs.sort().join(' ')}`;
}
