import type { Ask } from '../model/signal.ts';
import type { AskedService, Source } from './source.ts';
import { balancersSource } from './sources/balancers.ts';
import { healthSource, prometheusSource } from './sources/http.ts';
import { pgbouncerSource } from './sources/pgbouncer.ts';
import { postgresSource } from './sources/postgres.ts';
import { processSource } from './sources/process.ts';
import { redisSource } from './sources/redis.ts';
import { sqlSource } from './sources/sql.ts';

/** Who answers what is asked of a service. */
export function openSource(ask: Ask, service: AskedService): Source {
  switch (ask.kind) {
    case 'process':
      return processSource(service);
    case 'balancers':
      return balancersSource(service);
    case 'postgres':
      return postgresSource(service);
    case 'sql':
      return sqlSource(service, ask.query);
    case 'prometheus':
      return prometheusSource(service, ask.path);
    case 'health':
      return healthSource(service, ask.path);
    case 'pgbouncer':
      return pgbouncerSource(service);
    case 'redis':
      return redisSource(service);
  }
}
