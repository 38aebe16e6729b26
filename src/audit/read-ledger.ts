import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Account } from './account.ts';
import { parseLedgerLine } from './ledger-line.ts';

/**
 * Reads `ledger.ndjson`, none of which is kept but what is asked of it. Where k6 was killed its last line may be cut
 * off: what it would have said has not been sent.
 */
export async function readLedger(file: string): Promise<{ account: Account; problem: string | null }> {
  const account = new Account();
  if (!existsSync(file)) return { account, problem: null };
  let number = 0;
  let bad: number | null = null;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (bad !== null) return { account, problem: `ledger.ndjson line ${bad} cannot be read` };
    number++;
    const line = parseLedgerLine(text);
    if (line === undefined || !account.take(line)) bad = number;
  }
  return { account, problem: null };
}
