import type { AskedService, Source } from '../source.ts';

/** What the balancers in front of a replica gave it, and whether they still do. */
export function balancersSource({ traffic }: Pick<AskedService, 'traffic'>): Source {
  return {
    async read() {
      const balancers = (await traffic?.()) ?? [];
      const readings = balancers.flatMap(({ edge, ready, requests, unanswered }) =>
        Object.entries({ ready: ready ? 1 : 0, requests, unanswered }).map(([field, value]) => ({
          field,
          labels: { edge },
          value,
        })),
      );
      return { readings, why: 'no balancer leads to it' };
    },
    close() {},
  };
}
