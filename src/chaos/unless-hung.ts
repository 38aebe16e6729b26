import { sleep } from '../system/clock.ts';

/** A change takes some 10 ms, on a machine that is busy 100 ms. */
const suspectAfterMs = 150;
/** How much longer than the answer to another question it may take. */
const patienceMs = 150;

/**
 * Waits for a change of a server, unless it is seen to hang: another question, asked meanwhile, has long been answered. On a machine
 * that is slow that answer is late, too, and only the deadline of the change itself counts.
 *
 * @param change has a deadline of its own
 */
export async function unlessHung(change: Promise<void>, askOther: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const hung = sleep(suspectAfterMs, over.signal)
    .then(askOther)
    .then(() => sleep(patienceMs, over.signal));
  const waited = `${suspectAfterMs + patienceMs} ms`;
  try {
    await Promise.race([
      change,
      hung.then(
        () => Promise.reject(new Error(`no answer within ${waited}, while other questions are answered`)),
        () => change,
      ),
    ]);
  } finally {
    over.abort();
  }
}
