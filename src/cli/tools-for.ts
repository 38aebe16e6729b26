import { obtainTools, type Tools } from '../binaries/obtain-tools.ts';
import type { Request } from '../inputs/request.ts';
import type { CliHost } from './host.ts';

/** The tools of a request, obtained when they are asked for: only a plain script needs them to be read. */
export function toolsFor({ env, err }: CliHost, { k6Extensions }: Request): () => Promise<Tools> {
  return () => obtainTools({ env, k6Extensions, onProgress: (line) => err(`${line}\n`) });
}
