import { z } from 'zod';
import type { HttpRequest } from '../system/http.ts';
import { httpLines } from '../system/http-lines.ts';
import type { Row } from './compare.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const row = z.union([text.transform((key) => ({ key })), z.object({ key: text, value: text.nullable().optional() })]);

/**
 * Reads a line of JSON for each write.
 *
 * @param connectTo where the service listens, whatever the host of the URL is
 */
export async function* readLines(
  url: string,
  connectTo: HttpRequest['connectTo'],
  timeoutMs: number,
): AsyncGenerator<readonly Row[]> {
  let number = 0;
  for await (const line of httpLines(url, { connectTo, signal: AbortSignal.timeout(timeoutMs), verify: false })) {
    number++;
    if (line === '') continue;
    const parsed = row.safeParse(parse(line));
    if (!parsed.success) {
      throw new Error(`${url}: line ${number} is neither "<key>" nor {"key":…}: ${line.slice(0, 80)}`);
    }
    yield [parsed.data];
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
