import type { ProbeProtocol } from './probe.ts';
import { http, https } from './protocols/http.ts';
import { postgres } from './protocols/postgres.ts';
import { redis } from './protocols/redis.ts';

/** What canaries speak. A new protocol is a file in `protocols/` and a line here. */
export const protocols = { http, https, postgres, redis } satisfies Record<string, ProbeProtocol>;

export type ProtocolName = keyof typeof protocols;
