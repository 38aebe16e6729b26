import type { Place } from '../diagnostic/place.ts';
import type { CheckedFaultPlan } from './check-fault-plan.ts';
import type { CheckedTarget } from './check-target.ts';
import type { Problems } from './problems.ts';

/** What users with addresses of their own depend on. */
export interface SourceContext {
  readonly maxUsers: number;
  /** Undefined: it has problems of its own. */
  readonly target: CheckedTarget | undefined;
  readonly faultPlan: CheckedFaultPlan | null;
  readonly place: Place;
}

/** Checks `127.1.0.0/16`: enough addresses, a target that they can reach, and no fault where there is no fault proxy. */
export function checkSourceAddresses(
  range: string,
  { maxUsers, target, faultPlan, place }: SourceContext,
  problems: Problems,
): void {
  const [, ...numbers] = /^127\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(range) ?? [];
  const [prefix = 0, ...parts] = numbers.map(Number).reverse();
  if (numbers.length === 0 || parts.some((part) => part > 255) || prefix < 8 || prefix > 32) {
    problems.add(`sourceAddresses "${range}": expected a range of loopback addresses such as 127.1.0.0/16`, place);
    return;
  }
  const addresses = addressesIn(prefix);
  if (addresses < maxUsers) {
    const many = `${addresses} ${addresses === 1 ? 'address' : 'addresses'}`;
    problems.add(
      `sourceAddresses ${range} has ${many} for ${maxUsers} users`,
      place,
      'a smaller number behind the slash has more',
    );
  }
  const entry = target?.edges.find(({ from }) => from === 'k6');
  const service = target?.services[entry?.to ?? ''];
  if (service?.kind === 'external' && !/^https?:\/\/(127\.|localhost\b)/.test(service.url)) {
    problems.add(
      `sourceAddresses: ${service.url} cannot be reached from loopback addresses`,
      place,
      'users have the same address there',
    );
  }
  for (const { id, on } of faultPlan?.faults ?? []) {
    if (on !== entry?.name) continue;
    problems.add(
      `fault "${id}": ${on} has no fault proxy, since users with sourceAddresses connect by themselves`,
      { file: faultPlan?.file ?? place.file },
      'a proxy would hide their addresses; put the fault on another edge',
    );
  }
}

/** As k6 counts them: the first and the last of a network are nobody's. */
function addressesIn(prefix: number): number {
  const all = 2 ** (32 - prefix);
  return all > 2 ? all - 2 : all;
}
