import { ProofloadError, type Problem } from '../../diagnostic/error.ts';
import { didYouMean } from '../../diagnostic/nearest.ts';
import type { Place } from '../../diagnostic/place.ts';
import { ToxiproxyCallFailed, toxiproxyClient, type ProxyReply, type ToxiproxyClient } from '../toxiproxy-client.ts';

/** An edge that is a proxy of a Toxiproxy which runs already. */
export interface EdgeToAdopt {
  readonly edge: string;
  /** Its name there. */
  readonly proxy: string;
  /** `host:port` of the service that the edge leads to, by all that the target says of it. */
  readonly leadsTo: readonly string[];
}

export interface Adoption {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly edges: readonly EdgeToAdopt[];
  /** Where it says so. */
  readonly place?: Place | undefined;
}

/** What was found there. */
export interface Adoptable {
  readonly apiUrl: string;
  readonly version: string;
  /** By the names of the edges. */
  readonly proxies: ReadonlyMap<string, ProxyReply>;
}

const callWithinMs = 2_000;
/** Faults are changed by PATCH, which is known since. */
const oldest = [2, 6, 0] as const;

/**
 * Asks a Toxiproxy that runs already for the proxies that are to be adopted; changes nothing.
 *
 * @throws {ProofloadError} `toxiproxy-silent`, `not-toxiproxy`, `toxiproxy-too-old` (exit 7); `bad-adoption` (exit 2) with every
 *   proxy that is not there or leads elsewhere
 */
export async function findAdoptable({ apiUrl, edges, place }: Adoption): Promise<Adoptable> {
  const client = toxiproxyClient(apiUrl);
  const version = await versionOf(client);
  const problems: Problem[] = [];
  const proxies = new Map<string, ProxyReply>();
  for (const wanted of edges) {
    const found = await find(client, wanted.proxy);
    if (found === undefined) {
      const names = Object.keys(await client.proxies(callWithinMs).catch(() => ({})));
      const message = `${wanted.edge}: the Toxiproxy at ${apiUrl} has no proxy "${wanted.proxy}"`;
      problems.push({ message, place, hint: didYouMean(wanted.proxy, names) });
    } else if (leadsThere(found, wanted) === false) {
      problems.push({
        message: `${wanted.edge}: the proxy "${found.name}" leads to ${found.upstream}, and the target says ${wanted.leadsTo.join(' or ')}`,
        place,
        hint: 'adopt the proxy that leads there, or tell where the service listens with its address',
      });
    } else proxies.set(wanted.edge, found);
  }
  if (problems.length === 0) return { apiUrl, version, proxies };
  throw new ProofloadError('bad-adoption', 'not all edges can be adopted; nothing was started', { problems });
}

/** Whether a proxy leads where the target says; undefined where it says a name that only its own network knows. */
export function leadsThere({ upstream }: Pick<ProxyReply, 'upstream'>, { leadsTo }: EdgeToAdopt): boolean | undefined {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(upstream.toLowerCase()) ?? [];
  const address = `${host === 'localhost' ? '127.0.0.1' : host}:${port}`;
  if (leadsTo.includes(address)) return true;
  const isAddress = host === 'localhost' || /^[\d.]+$|^\[/.test(host);
  return isAddress ? false : undefined;
}

/** Why a proxy cannot be taken as it is: what is on it would be measured as the target's own. Null: it can. */
export function whyUnclean({ enabled, toxics }: ProxyReply): string | null {
  if (toxics.length > 0) return `toxics are on it that this run did not put there: ${describeToxics(toxics)}`;
  return enabled ? null : 'it is disabled: nothing listens';
}

export function describeToxics(toxics: readonly { readonly name: string; readonly type: string }[]): string {
  return toxics.map(({ name, type }) => `${name} (${type})`).join(', ');
}

async function versionOf(client: ToxiproxyClient): Promise<string> {
  const version = await client.version(callWithinMs).catch((error: unknown) => {
    // Before 2.6 it was no JSON.
    const plain = error instanceof ToxiproxyCallFailed && /^\d+\.\d+\.\d+\s*$/.exec(error.body ?? '')?.[0];
    if (typeof plain === 'string') return plain.trim();
    throw notThere(client.apiUrl, error);
  });
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  const decisive = numbers?.findIndex((number, at) => number !== oldest[at]) ?? -1;
  if (decisive === -1 || (numbers?.[decisive] ?? 0) > (oldest[decisive] ?? 0)) return version;
  throw new ProofloadError('toxiproxy-too-old', `the Toxiproxy at ${client.apiUrl} is ${version}`, {
    exit: 'environment',
    hint: `${oldest.join('.')} and newer can be adopted`,
  });
}

async function find(client: ToxiproxyClient, proxy: string): Promise<ProxyReply | undefined> {
  try {
    return await client.readback(proxy, callWithinMs);
  } catch (error) {
    if (error instanceof ToxiproxyCallFailed && error.status === 404) return undefined;
    throw notThere(client.apiUrl, error);
  }
}

function notThere(apiUrl: string, cause: unknown): ProofloadError {
  const code = cause instanceof ToxiproxyCallFailed ? cause.code : undefined;
  if (code === undefined) {
    return new ProofloadError('not-toxiproxy', `what answers at ${apiUrl} is no Toxiproxy`, {
      exit: 'environment',
      hint: 'give the address of its API, whose port is 8474 unless it was told another',
      cause,
    });
  }
  return new ProofloadError('toxiproxy-silent', `no Toxiproxy answers at ${apiUrl} (${code})`, {
    exit: 'environment',
    hint:
      code === 'deadline'
        ? 'one that hangs does so until it is restarted, with all its proxies'
        : 'start it; its API listens at port 8474 unless it was told another',
    cause,
  });
}
