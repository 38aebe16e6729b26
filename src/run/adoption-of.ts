import type { Adoption } from '../chaos/adopted/adoption.ts';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { externalAddress } from '../target/external.ts';

/** Which edges of a target are proxies of a Toxiproxy that runs already; null: none are. */
export function adoptionOf({ toxiproxy, edges, services, file }: CheckedTarget): Adoption | null {
  if (toxiproxy === null) return null;
  const adopted = edges.flatMap(({ name: edge, to, adopt }) => {
    const service = services[to];
    if (adopt === null || service?.kind !== 'external') return [];
    const leadsTo = [externalAddress({ ...service, address: undefined }), externalAddress(service)];
    return [{ edge, proxy: adopt, leadsTo: [...new Set(leadsTo)] }];
  });
  return { apiUrl: toxiproxy, edges: adopted, place: file === null ? undefined : { file } };
}
