import type { Context } from 'hono';
import { z } from 'zod';
import { HttpError } from './http-error.ts';

const MAX_BODY_BYTES = 16_384;

/** Ids are 32-bit integers in the database, which answers a larger one with an error instead of with "no such row". */
export const id = z.number().int().min(1).max(2_147_483_647);
export const quantity = z.number().int().min(1).max(100);
export const idInPath = z.coerce.number().pipe(id);

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, whole = 'body'): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? whole : issue.path.join('.');
  throw new HttpError(400, 'invalid_input', `${field}: ${issue?.message ?? 'invalid'}`, { field });
}

export function readParams<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  return check(schema, c.req.param());
}

export function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  return check(schema, c.req.query());
}

export function readHeader<Schema extends z.ZodType>(c: Context, name: string, schema: Schema): z.infer<Schema> {
  return check(schema, c.req.header(name), name);
}

/** A request without a body is `undefined` to the schema, so a schema with a default makes the body optional. */
export async function readBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  if (c.req.header('transfer-encoding') !== undefined)
    throw new HttpError(411, 'length_required', 'Content-Length is required');
  const length = Number(c.req.header('content-length') ?? 0);
  if (length > MAX_BODY_BYTES) throw new HttpError(413, 'too_large', `The body is larger than ${MAX_BODY_BYTES} bytes`);
  if (length === 0) return check(schema, undefined);
  let value: unknown;
  try {
    value = await c.req.json();
  } catch (cause) {
    throw new HttpError(400, 'invalid_json', 'The body is not JSON', { field: 'body', cause });
  }
  return check(schema, value);
}
