import * as file from 'k6/x/proofload/ledger';
import type { Ledger, WriteAnswer } from '../define/ledger.ts';
import { outcomeOf, type Outcome } from '../model/write-outcome.ts';
import { failedChecks, isInStep, sentRequests, setStepEnd, stepEnd } from './native.ts';

/** What the keys of all runs begin with in this one; the file leaves it out. */
const prefix = `${__ENV['PROOFLOAD_RUN_ID'] ?? ''}-`;

/** Keys that this user was given. */
let keys = 0;

/** The ledgers of a journey, as one user writes them. */
export function ledgersOf(names: readonly string[], userId: number): Record<string, Ledger> {
  return Object.fromEntries(names.map((name) => [name, ledgerOf(name, userId)]));
}

function ledgerOf(name: string, userId: number): Ledger {
  const ledger = file.open(name);
  return {
    key: () => `${prefix}${userId}-${++keys}`,
    write(key, send, { value, tries = 1 } = {}) {
      const own = ownPart(key, 'write');
      const before = stepEnd();
      for (let left = tries; ; left--) {
        setStepEnd(undefined);
        const { outcome, done } = attempt(file.intend(ledger, own, value), send);
        const end = stepEnd();
        if (outcome === 'unknown' && end !== undefined && end.outcome !== 'limited' && left > 1) continue;
        // An acknowledged write is no failure, whatever it took.
        if (outcome === 'acknowledged' || before !== undefined) setStepEnd(before);
        return done();
      }
    },
    read(key, look) {
      const own = ownPart(key, 'read');
      const before = stepEnd();
      const begun = file.clock();
      const seen = look();
      if (stepEnd() === before) file.look(ledger, own, begun, seen);
      return seen;
    },
  };
}

interface Attempt<T> {
  readonly outcome: Outcome;
  /** What `send` returned; throws what it has thrown. */
  readonly done: () => T;
}

function attempt<T extends WriteAnswer>(write: number, send: () => T): Attempt<T> {
  const [checks, requests] = [failedChecks(), sentRequests()];
  let outcome: Outcome = 'unknown';
  try {
    const answer = send();
    outcome = typeof answer === 'string' ? answer : outcomeOf(answer.status, answer.error_code);
    if (outcome === 'acknowledged' && failedChecks() > checks) outcome = 'unknown';
    if (outcome === 'refused' && sentRequests() > requests + 1) outcome = 'unknown';
    return { outcome, done: () => answer };
  } catch (error) {
    return {
      outcome,
      done() {
        throw error;
      },
    };
  } finally {
    file.conclude(write, outcome);
  }
}

function ownPart(key: string, verb: string): string {
  if (!isInStep()) throw new TypeError(`${verb}() of a ledger is for the inside of a step`);
  if (key.startsWith(prefix)) return key.slice(prefix.length);
  throw new TypeError(`the key "${key}" does not begin with "${prefix}": take key(), or put run.id before it`);
}
