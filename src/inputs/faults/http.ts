import { z } from 'zod';
import { parseBytes } from '../../model/bytes.ts';
import type { RequestMatch } from '../../model/faults/http.ts';
import type { CheckedService } from '../service-shape.ts';
import { bytes, duration } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const method = z.string().regex(/^[A-Z]+$/, 'expected a method in capitals, such as POST');

const share = z
  .string('expected a share such as 10%')
  .regex(/^\d+(\.\d)?%$/, 'expected a share in steps of 0.1%, such as 10% or 2.5%')
  .transform((text) => Number((Number(text.slice(0, -1)) / 100).toFixed(3)))
  .refine((value) => value > 0 && value <= 1, 'must be above 0% and at most 100%');

const match = z
  .strictObject({
    method: z.union([method, z.array(method).min(1, 'name at least one')], 'expected a method such as POST').optional(),
    path: z
      .string()
      .regex(/^[/*][^\s?#]*$/, 'expected a path such as /orders/{id} or /products*, without a query')
      .optional(),
    headers: z.record(z.string().regex(token, 'expected the name of a header'), z.string()).default({}),
    share: share.default(1),
  })
  .default({ headers: {}, share: 1 })
  .transform((written): RequestMatch => ({
    methods: written.method === undefined ? [] : [written.method].flat(),
    path: written.path ?? null,
    headers: Object.fromEntries(Object.entries(written.headers).map(([name, value]) => [name.toLowerCase(), value])),
    share: written.share,
  }));

const rateHint = 'expected bytes a second such as 10KB/s';

const rate = z
  .string(rateHint)
  .transform((text) => (text.endsWith('/s') ? parseBytes(text.slice(0, -2)) : undefined))
  .pipe(z.number(rateHint).min(1, 'must be at least 1B/s'));

/** Why nobody on the way sees the requests to a service. */
function refuses(service: CheckedService): string | undefined {
  const isStore = service.kind === 'postgres' || service.kind === 'pgbouncer' || service.kind === 'redis';
  if (isStore) return 'it leads to a database, and has no HTTP requests';
  if (!('url' in service) || service.url.startsWith('http:')) return undefined;
  if (service.url.startsWith('https:')) return 'its requests are within TLS; faults on its connections work';
  return `it leads to ${service.url}, which is not HTTP`;
}

/** Faults on the requests of an edge, by kind. */
export const httpShapes = {
  'http-error': faultShape({
    on: 'edge',
    refuses,
    options: {
      match,
      status: z
        .int('expected a status such as 503')
        .min(400, 'expected 400 to 599')
        .max(599, 'expected 400 to 599')
        .default(503),
      retryAfter: duration()
        .refine((ms) => ms % 1000 === 0, 'must be whole seconds')
        .optional(),
      body: z.string().default(''),
    },
    action: ({ match: which, status, retryAfter, body }) => ({
      kind: 'http-error',
      match: which,
      status,
      retryAfterS: retryAfter === undefined ? null : retryAfter / 1000,
      body,
    }),
  }),
  'delay-headers': faultShape({
    on: 'edge',
    refuses,
    options: { match, delay: duration().refine((ms) => ms <= 3_600_000, 'must be at most 1h') },
    action: ({ match: which, delay }) => ({ kind: 'delay-headers', match: which, delayMs: delay }),
  }),
  'slow-body': faultShape({
    on: 'edge',
    refuses,
    options: { match, rate },
    action: ({ match: which, rate: bytesPerSecond }) => ({ kind: 'slow-body', match: which, bytesPerSecond }),
  }),
  'truncate-body': faultShape({
    on: 'edge',
    refuses,
    options: { match, after: bytes().refine(Number.isInteger, 'must be whole bytes').default(1) },
    action: ({ match: which, after }) => ({ kind: 'truncate-body', match: which, afterBytes: after }),
  }),
  'malform-body': faultShape({
    on: 'edge',
    refuses,
    options: { match, how: z.enum(['json', 'bytes'], 'expected json or bytes').default('json') },
    action: ({ match: which, how }) => ({ kind: 'malform-body', match: which, how }),
  }),
  'lose-reply': faultShape({
    on: 'edge',
    refuses,
    options: { match },
    action: ({ match: which }) => ({ kind: 'lose-reply', match: which }),
  }),
  'drop-request': faultShape({
    on: 'edge',
    refuses,
    options: { match },
    action: ({ match: which }) => ({ kind: 'drop-request', match: which }),
  }),
};
