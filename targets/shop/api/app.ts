import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { answerError, HttpError, notFound } from '../service/http-error.ts';
import type { Log } from '../service/log.ts';
import { measureHttp } from '../service/metrics.ts';
import { probeRoutes, type Readiness } from '../service/probes.ts';
import type { AiClient } from './advice/ai-client.ts';
import { adviceRoutes } from './advice/routes.ts';
import { authRoutes } from './auth/routes.ts';
import type { Tokens } from './auth/token.ts';
import { cartRoutes } from './cart/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import type { Database } from './database/database.ts';
import { DatabaseUnavailable } from './database/failure.ts';
import { orderRoutes } from './orders/routes.ts';

export interface AppParts {
  readonly log: Log;
  readonly registry: Registry;
  readonly readiness: Readiness;
  readonly database: Database;
  readonly ai: AiClient;
  readonly tokens: Tokens;
  /** Whether orders that are sent again are told by their keys. */
  readonly idempotency: boolean;
}

export function createApp({ log, registry, readiness, database, ai, tokens, idempotency }: AppParts): Hono {
  const app = new Hono();
  app.use(measureHttp(registry));
  app.onError((error, c) => answerError(error instanceof DatabaseUnavailable ? unavailable(error) : error, c, log));
  app.notFound((c) => answerError(notFound(c.req.path), c, log));
  app.route('/', probeRoutes(registry, readiness));
  app.route('/', catalogueRoutes(database));
  app.route('/', adviceRoutes(ai, tokens));
  app.route('/', authRoutes(database, tokens));
  app.route('/', cartRoutes(database, tokens));
  app.route('/', orderRoutes(database, tokens, idempotency));
  return app;
}

function unavailable(cause: DatabaseUnavailable): HttpError {
  return new HttpError(503, `database_${cause.reason}`, 'The shop cannot reach its database, try again soon', {
    cause,
  });
}
