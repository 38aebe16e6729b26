import { z } from 'zod';
import type { Audit } from '../model/audit.ts';
import { runFiles } from './run-folder.ts';

const time = z.number().nullable();
const found = z.object({
  count: z.int(),
  examples: z.array(z.object({ key: z.string(), sentMs: time, endedMs: time })),
});

const moments = z.array(z.tuple([z.number(), z.int()])).optional();

const shape = z.object({
  version: z.literal(1),
  ledgers: z.array(
    z.object({
      ledger: z.string(),
      writes: z.int(),
      acknowledged: z.int(),
      refused: z.int(),
      unknown: z.int(),
      reads: z.int(),
      staleReads: found,
      staleForMs: z.number(),
      found: z
        .object({
          present: z.int(),
          lost: found.extend({ firstMs: time, lastMs: time }),
          phantom: found,
          duplicated: found,
          unexpected: found,
          altered: found,
          compared: z.int(),
          lostAt: moments,
          duplicatedAt: moments,
        })
        .nullable(),
      problem: z.string().nullable(),
    }),
  ),
});

/** Reads `audit.json`. One that is damaged is none: nothing about data can pass by it. */
export function readAudit(text: string): { audit: Audit | null; problems: string[] } {
  if (text === '') return { audit: null, problems: [] };
  try {
    return { audit: shape.parse(JSON.parse(text)), problems: [] };
  } catch {
    return { audit: null, problems: [`${runFiles.audit} cannot be read`] };
  }
}
