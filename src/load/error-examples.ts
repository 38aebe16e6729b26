import { z } from 'zod';
import type { ErrorExample } from '../model/record.ts';

const told = z.object({ proofload: z.literal('error-example'), step: z.string(), kind: z.string(), msg: z.string() });

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
