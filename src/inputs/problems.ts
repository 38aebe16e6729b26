import { ProofloadError, type Problem } from '../diagnostic/error.ts';
import type { Place } from '../diagnostic/place.ts';

/** Collects what is wrong with all files, so that a user sees everything at once. */
export class Problems {
  readonly #list: Problem[] = [];

  add(message: string, place?: Place, hint?: string): void {
    this.#list.push({ message, place, hint });
  }

  addAll(problems: readonly Problem[]): void {
    this.#list.push(...problems);
  }

  get count(): number {
    return this.#list.length;
  }

  /** @throws ProofloadError with all problems, sorted by file and line, when there are any */
  throwIfAny(): void {
    if (this.#list.length === 0) return;
    const sorted = [...this.#list].sort(
      (a, b) =>
        (a.place?.file ?? '').localeCompare(b.place?.file ?? '', 'en') ||
        (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
        (a.place?.column ?? 0) - (b.place?.column ?? 0),
    );
    const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`;
    throw new ProofloadError('bad-input', `${count} in the input; nothing was started`, { problems: sorted });
  }
}
