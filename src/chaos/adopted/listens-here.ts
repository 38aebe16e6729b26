import { readFile } from 'node:fs/promises';

/** `st` of a listening socket in `/proc/net/tcp`. */
const listening = '0A';

/**
 * Whether who says that it listens at `host:port` does so on this machine: then the kernel here counts its connections. A Toxiproxy
 * in a container listens there, and at a published port it is somebody else who listens here.
 */
export async function listensHere(listen: string): Promise<boolean> {
  try {
    const [tcp, tcp6] = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'latin1')));
    return isListening(listen, tcp ?? '', tcp6 ?? '');
  } catch {
    return false;
  }
}

/** The same from the texts of `/proc/net/tcp` and `tcp6`. */
export function isListening(listen: string, tcp: string, tcp6: string): boolean {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(listen) ?? [];
  const has = (text: string, address: string): boolean =>
    text.split('\n').some((line) => {
      const [, local, , state] = line.trim().split(/\s+/);
      return local === `${address}:${Number(port).toString(16).toUpperCase().padStart(4, '0')}` && state === listening;
    });
  if (/^\d+(\.\d+){3}$/.test(host)) return has(tcp, wordOf(host.split('.').map(Number)));
  // One socket serves both families for Go; whoever publishes the port of a container has one of each.
  if (host === '::') return has(tcp6, '0'.repeat(32)) && !has(tcp, '0'.repeat(8));
  return host === '::1' && has(tcp6, `${'0'.repeat(24)}01000000`);
}

/** Four bytes as this (little-endian) machine prints them. */
function wordOf(bytes: readonly number[]): string {
  return bytes
    .toReversed()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}
