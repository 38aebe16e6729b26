import { existsSync } from 'node:fs';
import { until } from '../system/clock.ts';
import { clean } from './clean.ts';
import { describeEntry } from './entry.ts';

/** The deputy, after harness and guardian have ended: cleans the run whose journal is its argument. Its stderr is `guardian.log`. */
const log = (line: string): void => {
  console.error(`${new Date().toISOString()} deputy: ${line}`);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => undefined);

const journalFile = process.argv[2] ?? '';
// A killed harness closes its pipes a moment before it is gone.
const cleaned = await until(() => (existsSync(journalFile) ? clean(journalFile) : null), {
  timeoutMs: 10_000,
  what: 'the harness to be gone',
});
if (!cleaned.met) log(`nothing could be undone: ${String(cleaned.lastError)}`);
else if (cleaned.value !== null) {
  const { undone, left } = cleaned.value;
  if (undone.length + left.length > 0) log(`harness and guardian are gone: undid ${undone.length} of the run`);
  for (const { entry, reason } of left) log(`not undone: ${describeEntry(entry)}: ${reason}`);
}
