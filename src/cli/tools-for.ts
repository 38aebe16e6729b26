import { obtainTools, type Tools } from '../binaries/obtain-tools.ts';
import type { Request } from '../inputs/request.ts';
import type { CliHost } from './host.ts';
import type { Interruptions } from './interruptions.ts';

/** The tools of a request, obtained when they are asked for: only a plain script needs them to be read. */
export function toolsFor(
  { env, err }: CliHost,
  { k6Extensions }: Request,
  { hold, interrupted }: Interruptions,
): () => Promise<Tools> {
  return () => {
    hold();
    return obtainTools({ env, k6Extensions, signal: interrupted, onProgress: (line) => err(`${line}\n`) });
  };
}
