import { readdir, readFile, readlink } from 'node:fs/promises';

/** `st` of a listening socket in `/proc/net/tcp`. */
const listening = '0A';

/** Inodes of the sockets that listen on `127.0.0.1:port`, from the text of `/proc/net/tcp`. */
export function listenersOn(port: number, procNetTcp: string): string[] {
  // The address is the network-order number as this (little-endian) machine prints it.
  const address = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return procNetTcp
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1] === address && fields[3] === listening)
    .flatMap((fields) => fields[9] ?? []);
}

/**
 * Whether the socket that listens on `127.0.0.1:port` belongs to the process; undefined while nobody listens, and where it
 * cannot be known (no `/proc`).
 */
export async function ownsListener(pid: number, port: number): Promise<boolean | undefined> {
  try {
    const inodes = listenersOn(port, await readFile('/proc/net/tcp', 'latin1'));
    if (inodes.length === 0) return undefined;
    const folder = `/proc/${pid}/fd`;
    const links = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')));
    return inodes.some((inode) => links.includes(`socket:[${inode}]`));
  } catch {
    return undefined;
  }
}
