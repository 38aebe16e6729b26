import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Log } from './log.ts';

/** An answer that is not a success; what the client is told is in `code`, `message` and `field`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly field: string | undefined;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    details: { field?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.field = details.field;
  }
}

export function notFound(what: string): HttpError {
  return new HttpError(404, 'not_found', `${what} does not exist`);
}

/** The one place where an error becomes an answer. What we did not expect is logged and not told. */
export function answerError(error: Error, c: Context, log: Log): Response {
  if (!(error instanceof HttpError)) {
    log.error('request failed', { method: c.req.method, path: c.req.path, error: error.stack });
    return c.json({ error: { code: 'internal', message: 'Something went wrong on our side' } }, 500);
  }
  if (error.status >= 500) {
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    log.warn('request not served', {
      method: c.req.method,
      path: c.req.path,
      status: error.status,
      code: error.code,
      cause,
    });
  }
  const { code, message, field } = error;
  return c.json({ error: { code, message, ...(field !== undefined && { field }) } }, error.status);
}
