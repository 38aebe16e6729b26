import { z } from 'zod';
import { failureKindOf } from '../model/failure-kind.ts';
import type { ErrorExample } from '../model/record.ts';

const base = z.object({ proofload: z.literal('error-example'), step: z.string(), msg: z.string() });
const told = z.union([
  base.extend({ kind: z.string() }),
  base
    .extend({ status: z.string(), error_code: z.string() })
    .transform((one) => ({ ...one, kind: failureKindOf(one) })),
]);

/** Collects from k6's log what our part of it tells of the first failure of each kind in each step. */
export class ErrorExamples {
  readonly #found: ErrorExample[] = [];

  /** One line of the log. */
  line(text: string): void {
    if (!text.includes('error-example')) return;
    const read = told.safeParse(parse(text));
    if (!read.success) return; // of somebody else, or cut off: there is no example then
    const { step, kind, msg } = read.data;
    this.#found.push({ step, kind, text: msg });
  }

  list(): readonly ErrorExample[] {
    return this.#found;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
