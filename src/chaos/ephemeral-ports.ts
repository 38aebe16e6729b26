import { readFile } from 'node:fs/promises';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** IANA's, used by macOS and Windows. */
const usual: PortRange = { first: 49_152, last: 65_535 };

/** Ports that this machine gives to outgoing connections: one of them can be taken while an edge does not listen on it. */
export async function ephemeralPorts(): Promise<PortRange> {
  try {
    const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'latin1');
    const [first = NaN, last = NaN] = text.trim().split(/\s+/).map(Number);
    return first > 0 && last >= first ? { first, last } : usual;
  } catch {
    return usual;
  }
}
