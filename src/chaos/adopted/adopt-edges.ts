import { lookup } from 'node:dns/promises';
import { ProofloadError } from '../../diagnostic/error.ts';
import { whyUnreachable } from '../../system/reach.ts';
import type { UndoLog } from '../../undo/undo-log.ts';
import { toxiproxyClient, type ProxyReply } from '../toxiproxy-client.ts';
import { adoptedEdge, type AdoptedEdge } from './adopted-edge.ts';
import { findAdoptable, leadsThere, whyUnclean, type Adoption } from './adoption.ts';
import { listensHere } from './listens-here.ts';

export interface AdoptOptions {
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Takes what makes the run's figures doubtful, in sentences. */
  readonly onProblem: (problem: string) => void;
  /** Takes what the user should know, in sentences. */
  readonly note: (sentence: string) => void;
}

const connectWithinMs = 2_000;

/**
 * Takes proxies of a Toxiproxy that runs already as edges of the run; changes nothing of it.
 *
 * @returns the edges by their names
 * @throws {ProofloadError} those of `findAdoptable`; `adopted-unclean`, `adopted-out-of-reach` (exit 7)
 */
export async function adoptEdges(
  adoption: Adoption | null,
  { undo, onProblem, note }: AdoptOptions,
): Promise<ReadonlyMap<string, AdoptedEdge>> {
  const edges = new Map<string, AdoptedEdge>();
  if (adoption === null) return edges;
  const { apiUrl, version, proxies } = await findAdoptable(adoption);
  const client = toxiproxyClient(apiUrl);
  for (const wanted of adoption.edges) {
    const proxy = proxies.get(wanted.edge);
    if (proxy === undefined) continue;
    const { edge } = wanted;
    refuseUnclean(edge, proxy, apiUrl);
    const at = await reach(edge, proxy, apiUrl);
    const isHere = isLoopback(apiUrl) && (await listensHere(proxy.listen));
    edges.set(edge, adoptedEdge({ edge, ...at, isHere, proxy, client, undo, onProblem }));
    note(
      `${edge} is the proxy "${proxy.name}" of the Toxiproxy ${version} at ${apiUrl}, from ${proxy.listen} to ${proxy.upstream}`,
    );
    if (leadsThere(proxy, wanted) === undefined)
      note(`that ${proxy.upstream} is ${wanted.leadsTo.join(' or ')}, as the target says, cannot be known from here`);
  }
  return edges;
}

function refuseUnclean(edge: string, proxy: ProxyReply, apiUrl: string): void {
  const why = whyUnclean(proxy);
  if (why === null) return;
  const url = `${apiUrl}/proxies/${encodeURIComponent(proxy.name)}`;
  const [toxic] = proxy.toxics;
  throw new ProofloadError('adopted-unclean', `${edge} cannot be adopted from "${proxy.name}": ${why}`, {
    exit: 'environment',
    hint:
      toxic === undefined
        ? `enable it with: curl -X PATCH -d '{"enabled":true}' ${url}`
        : `whoever put it there is at work, or take it off with: curl -X DELETE ${url}/toxics/${encodeURIComponent(toxic.name)}`,
  });
}

/** Where the proxy is connected to from here: one that listens everywhere is where its API is. */
async function reach(
  edge: string,
  { name, listen }: ProxyReply,
  apiUrl: string,
): Promise<{ readonly host: string; readonly port: number }> {
  const [, written = '', digits = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(listen) ?? [];
  const port = Number(digits);
  const everywhere = ['', '::', '0.0.0.0'].includes(written);
  const named = everywhere ? new URL(apiUrl).hostname.replace(/^\[|\]$/g, '') : written;
  // k6 takes addresses only.
  const host = await lookup(named === 'localhost' ? '127.0.0.1' : named).then(
    ({ address }) => address,
    () => named,
  );
  const why = await whyUnreachable(host, port, connectWithinMs);
  if (why === undefined) return { host, port };
  throw new ProofloadError(
    'adopted-out-of-reach',
    `${edge}: the proxy "${name}" listens at ${listen}, and nothing accepts connections at ${host}:${port} from here (${why})`,
    { exit: 'environment', hint: 'in a container its port has to be published under the same number' },
  );
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
}
