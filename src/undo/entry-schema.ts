import { z } from 'zod';
import type { Entry } from './entry.ts';
import type { JournalHeader, JournalRecord } from './record.ts';

const name = z.string().min(1);

const ofEngine = { socket: name, name, runId: name, made: z.literal(true).optional() };

const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('process'),
    name,
    marker: name,
    group: z.literal(true),
    pid: z.number().int().min(2).optional(),
    startTime: name.optional(),
    graceSignal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP']).optional(),
    workplace: z.object({ folder: name, program: name }).optional(),
  }),
  z.object({ kind: z.literal('folder'), path: name, guard: name.optional() }),
  z.object({ kind: z.literal('file'), path: name }),
  z.object({ kind: z.literal('lock'), path: name, token: name }),
  z.object({ kind: z.literal('toxic'), apiUrl: z.url(), proxy: name, toxic: name }),
  z.object({
    kind: z.literal('command'),
    argv: z.array(z.string()).min(1),
    cwd: name,
    env: z.record(z.string(), z.string()),
    timeoutMs: z.number().positive().max(60_000),
  }),
  z.object({ kind: z.literal('cpu-group'), path: name, home: name }),
  z.object({ kind: z.literal('container'), ...ofEngine }),
  z.object({ kind: z.literal('network'), ...ofEngine }),
  z.object({ kind: z.literal('proxy-enabled'), apiUrl: z.url(), proxy: name, listen: name, upstream: name }),
  z.object({ kind: z.literal('mount'), path: name, token: name }),
  z.object({
    kind: z.literal('postgres-schema'),
    schema: z.string().regex(/^proofload_[a-z0-9_]+$/),
    urlVariable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  }),
]) satisfies z.ZodType<Entry>;

export const headerSchema = z.object({
  journal: z.literal('proofload'),
  version: z.literal(1),
  runId: name,
  host: z.string(),
  pid: z.number().int().min(1),
  startTime: z.string(),
  at: z.number(),
}) satisfies z.ZodType<JournalHeader>;

export const recordSchema = z.object({
  id: name,
  state: z.enum(['intent', 'made', 'undoing', 'undone', 'failed']),
  at: z.number(),
  entry: entrySchema.optional(),
  reason: z.string().optional(),
}) satisfies z.ZodType<JournalRecord>;

/** Refuses what could not be undone later, before it is made. @throws {z.ZodError} */
export function checkEntry(entry: Entry): void {
  entrySchema.parse(entry);
}
