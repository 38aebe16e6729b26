import type { HttpAction } from '../../model/faults/http.ts';
import type { MeansOf } from './means.ts';

/** The gateway is ours, and counts what it does. */
const byGateway: MeansOf = (on) => ({
  proof: `the requests that meet it, counted by an HTTP proxy of ours behind the fault proxy of ${on}`,
  needs: [],
  lack: null,
});

export const httpMeans = {
  'http-error': byGateway,
  'delay-headers': byGateway,
  'slow-body': byGateway,
  'truncate-body': byGateway,
  'malform-body': byGateway,
  'lose-reply': byGateway,
  'drop-request': byGateway,
} satisfies Record<HttpAction['kind'], MeansOf>;
