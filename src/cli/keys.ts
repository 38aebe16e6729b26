import type { Interruptions } from './interruptions.ts';
import type { Terminal } from './terminal.ts';

const ctrlC = '\u0003';

/**
 * Ends the run by keys: `q` as Ctrl-C does, which comes as a key here, and `Q` without waiting.
 *
 * Ctrl-C again hurries it, as the signal does.
 */
export function endByKeys({ onKey }: Terminal, { interrupted, end, hurry }: Interruptions): Disposable {
  const heard = onKey?.((key) => {
    if (key === 'Q' || (key === ctrlC && interrupted.aborted)) hurry('SIGINT');
    else if (key === 'q' || key === ctrlC) end('SIGINT');
  });
  return { [Symbol.dispose]: () => heard?.[Symbol.dispose]() };
}
