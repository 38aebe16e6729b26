import { ProofloadError } from '../diagnostic/error.ts';
import type { CheckedService } from '../inputs/service-shape.ts';
import { until } from '../system/clock.ts';
import { request } from '../system/http.ts';
import type { Address, EdgeProtocol, Up } from './start-target.ts';

const defaultPorts: Record<string, number> = { http: 80, https: 443, postgres: 5432, redis: 6379, tcp: 0 };

type External = Extract<CheckedService, { kind: 'external' }>;

/**
 * Something that runs already: it only has to be there.
 *
 * @param hosts where a script says that hosts are
 * @throws ProofloadError `target-not-up`
 */
export async function findExternal(
  name: string,
  { url: written, ready, address, insecureSkipTLSVerify }: External,
  hosts: Readonly<Record<string, string>>,
): Promise<Up> {
  const { url, scheme, host, port } = partsOf(written);
  const at = addressOf(address ?? hosts[`${host}:${port}`] ?? hosts[host], { host, port });
  const protocol: EdgeProtocol =
    scheme === 'http' || scheme === 'https'
      ? { kind: scheme, path: url.pathname.replace(/\/+$/, '') + (ready ?? '/'), authority: url.host }
      : { kind: scheme === 'postgres' || scheme === 'redis' ? scheme : 'tcp' };
  if (protocol.kind === 'http' || protocol.kind === 'https') {
    const asked = `${url.origin}${protocol.path}`;
    const waited = await until(
      async () => {
        const { status } = await request({ url: asked, connectTo: at, verify: false, timeoutMs: 2000 });
        return ready === undefined ? status < 500 : status >= 200 && status < 300;
      },
      { timeoutMs: 3000, everyMs: 200, what: written },
    );
    if (!waited.met) {
      throw new ProofloadError('target-not-up', `${written} (service "${name}") does not answer GET ${protocol.path}`, {
        exit: 'environment',
        cause: waited.lastError,
        hint: 'start it first; the harness only puts proxies in front of it',
      });
    }
  }
  const urlAt = (proxy: Address): string => {
    const moved = new URL(written.replace(/^(postgres|redis|tcp):/, 'http:'));
    moved.hostname = proxy.host;
    moved.port = String(proxy.port);
    return moved.href.replace(/^http:/, url.protocol);
  };
  return {
    ...at,
    protocol,
    own: null,
    stop: () => Promise.resolve(), // it is not ours
    urlAt,
    // k6 cannot be told to take an IPv6 address for another one.
    ...((protocol.kind !== 'http' && protocol.kind !== 'https') || host.includes(':')
      ? {}
      : {
          entryAt: (proxy: Address) => ({
            url: written,
            hosts: Object.fromEntries(
              namesOf(host).map((one) => [`${one}:${port}`, `${proxy.host}:${proxy.port}`] as const),
            ),
            insecureSkipTLSVerify,
          }),
        }),
  };
}

/** `host:port` of a service, the same however its URL is written. */
export function externalAddress({ url, address }: Pick<External, 'url' | 'address'>): string {
  const { host, port } = partsOf(url);
  const at = addressOf(address, { host, port });
  return `${at.host.toLowerCase()}:${at.port}`;
}

function partsOf(written: string) {
  const url = new URL(written);
  const scheme = url.protocol.replace(':', '');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { url, scheme, host, port: url.port === '' ? (defaultPorts[scheme] ?? 0) : Number(url.port) };
}

/** `host:port`, or a host alone, whose port is that of the URL; localhost is where services of this machine listen. */
function addressOf(written: string | undefined, url: Address): Address {
  const [, host = url.host, port = String(url.port)] = /^(.*?)(?::(\d+))?$/.exec(written ?? '') ?? [];
  const named = host === '' ? url.host : host;
  return { host: named === 'localhost' ? '127.0.0.1' : named, port: Number(port) };
}

/** What the same service is also called by. */
function namesOf(host: string): string[] {
  return host === 'localhost' || host === '127.0.0.1' ? ['localhost', '127.0.0.1'] : [host];
}
