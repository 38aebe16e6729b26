interface Told {
  readonly step: string | null;
  readonly error: string;
  readonly stack: string;
}

/** Collects the errors that journeys log about their own code: each once, with its place in the source. */
export class ScriptErrors {
  readonly #counts = new Map<string, number>();
  brokenPasses = false;

  /** One line of k6's log. */
  line(text: string): void {
    if (!text.includes('script-error')) return;
    const told = parse(text);
    if (told === undefined) {
      // Cut off or mangled: what it said is lost, but not that something was wrong.
      this.brokenPasses = true;
      return;
    }
    if (told.step === null) this.brokenPasses = true;
    const place = /proofload:\/\/\/([^\s()]+:\d+:\d+)/.exec(told.stack)?.[1];
    const where = told.step === null ? 'outside of any step' : `in step "${told.step}"`;
    const key = `${told.error} ${where}${place === undefined ? '' : ` (${place})`}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  list(): string[] {
    return [...this.#counts].map(([error, users]) => `${error}, seen by ${users} ${users === 1 ? 'user' : 'users'}`);
  }
}

function parse(text: string): Told | undefined {
  try {
    const { msg } = JSON.parse(text) as { msg?: unknown };
    const told = JSON.parse(typeof msg === 'string' ? msg : '') as Partial<Told> & { proofload?: string };
    if (told.proofload !== 'script-error' || typeof told.error !== 'string') return undefined;
    return { step: told.step ?? null, error: told.error, stack: told.stack ?? '' };
  } catch {
    return undefined;
  }
}
