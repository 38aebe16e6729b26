import { formatPlace, type Place } from '../diagnostic/place.ts';
import { pathIn } from '../model/path.ts';
import { k6Message } from './k6-message.ts';

interface Told {
  readonly step: string | null;
  readonly error: string;
  readonly stack: string;
}

/** More different ones than this help nobody; an error with a time or an id in it is a new one each time. */
const most = 50;

/**
 * Collects the errors of a script's own code: each once, with its place in the source. Journeys log theirs once a
 * user; what an iteration throws is logged by k6 every time.
 */
export class ScriptErrors {
  readonly #root: string;
  readonly #counts = new Map<string, { count: number; by: 'user' | 'iteration' }>();
  #more = 0;
  /** Something ended early, and what it would have done is in no figure. */
  brokenPasses = false;

  /** @param root folder that places are told relative to */
  constructor(root: string) {
    this.#root = root;
  }

  /** One line of k6's log. */
  line(text: string): void {
    if (text.includes('script-error')) this.#ofJourney(text);
    else if (text.includes('stacktrace')) this.#ofIteration(text);
  }

  list(): string[] {
    const errors = [...this.#counts].map(
      ([error, { count, by }]) =>
        `${error}, ${by === 'user' ? 'seen by' : 'thrown by'} ${count} ${by}${count === 1 ? '' : 's'}`,
    );
    return this.#more === 0 ? errors : [...errors, `${this.#more} errors of other kinds`];
  }

  #ofJourney(text: string): void {
    const told = parse(text);
    if (told === undefined) {
      // Cut off or mangled: what it said is lost, but not that something was wrong.
      this.brokenPasses = true;
      return;
    }
    if (told.step === null) this.brokenPasses = true;
    const place = /proofload:\/\/\/([^\s()]+:\d+:\d+)/.exec(told.stack)?.[1];
    const where = told.step === null ? 'outside of any step' : `in step "${told.step}"`;
    this.#add(`${told.error} ${where}${place === undefined ? '' : ` (${place})`}`, 'user');
  }

  #ofIteration(text: string): void {
    const said = k6Message(text);
    if (said !== undefined && said.source !== 'stacktrace') return;
    this.brokenPasses = true;
    this.#add(
      said === undefined ? 'an error whose message is too long' : `${said.text}${this.#at(said.place)}`,
      'iteration',
    );
  }

  #at(place: Place | undefined): string {
    return place === undefined ? '' : ` (${formatPlace({ ...place, file: pathIn(this.#root, place.file) })})`;
  }

  #add(error: string, by: 'user' | 'iteration'): void {
    const known = this.#counts.get(error);
    if (known !== undefined) known.count += 1;
    else if (this.#counts.size < most) this.#counts.set(error, { count: 1, by });
    else this.#more += 1;
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
