import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import type { Place } from '../diagnostic/place.ts';

const frame = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?\s*$/;

/** The first place in a stack that is in a file of the user's, not in our helpers. */
export function placeOfStack(stack: string): Place | undefined {
  const helpers = join(packageRoot(), 'src', 'define');
  for (const line of stack.split('\n')) {
    const match = frame.exec(line);
    if (match?.[1] === undefined) continue;
    const file = match[1].startsWith('file://') ? fileURLToPath(match[1]) : match[1];
    if (file.startsWith(helpers) || file.includes('proofload-read-')) continue;
    return { file, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}
