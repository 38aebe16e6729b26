import { stateOf, type KeptEdge, type KeptEdges } from '../chaos/kept/kept-edges.ts';
import type { LostEdge } from '../chaos/kept/lost-edges.ts';
import { describeHolder } from '../chaos/kept/take-down.ts';
import { toxiproxyClient } from '../chaos/toxiproxy-client.ts';
import { formatDuration } from '../model/duration.ts';
import { isHolderAlive, readLock, type LockHolder } from '../system/lock.ts';

const callWithinMs = 500;

/** Who uses or changes the edge at the moment. */
export async function holderOf(kept: KeptEdge, store: KeptEdges): Promise<LockHolder | undefined> {
  const holder = await readLock(store.lockFileOf(kept)).catch(() => undefined);
  return holder !== undefined && isHolderAlive(holder) ? holder : undefined;
}

/** Whether a command that was killed has left it half-made. */
export async function isHalfMade(kept: KeptEdge, store: KeptEdges): Promise<boolean> {
  return stateOf(kept) === 'half-made' && (await holderOf(kept, store)) === undefined;
}

/** The edge in a line: where it is open, or that it is not. */
export function keptLine(kept: KeptEdge): string {
  const { edge, port, up } = kept;
  const way = `${edge}  127.0.0.1:${port ?? '?'} -> ${up?.upstream ?? '?'}`;
  switch (stateOf(kept)) {
    case 'down':
      return `${edge}  closed; port ${port ?? 'not chosen yet'}`;
    case 'half-made':
      return `${edge}  HALF-MADE: the command that opens it goes on, or was killed; then "proofload clean" closes it`;
    case 'ended':
      return `${way}  ENDED: its Toxiproxy (pid ${up?.pid}) is not there any more`;
    case 'up':
      return `${way}  open for ${formatDuration(Date.now() - (up?.at ?? 0))}, pid ${up?.pid}`;
  }
}

/** One of which only the process is known, in a line. */
export async function lostLine({ edge, apiUrl, pid }: LostEdge): Promise<string> {
  const proxies = await toxiproxyClient(apiUrl)
    .proxies(callWithinMs)
    .catch(() => ({}));
  const way = Object.values(proxies).map(({ listen, upstream }) => `${listen} -> ${upstream}`);
  const where = way.join(', ') || 'nobody knows where';
  return `${edge}  ${where}  LOST: open, pid ${pid}, and its record was deleted; "proofload edges down --all" closes it`;
}

/** All that can be said about it. */
export async function describeKept(kept: KeptEdge, store: KeptEdges): Promise<string> {
  const holder = await holderOf(kept, store);
  const lines = [
    keptLine(kept),
    `  target   ${kept.target.replace('#', ', ')}`,
    ...(stateOf(kept) === 'up' ? [`  toxics   ${await toxicsOf(kept, holder)}`] : []),
    `  used by  ${holder === undefined ? 'no run' : describeHolder(holder)}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function toxicsOf({ up }: KeptEdge, holder: LockHolder | undefined): Promise<string> {
  if (up === null) return 'none';
  try {
    const { enabled, toxics } = await toxiproxyClient(up.apiUrl).readback(up.proxy, callWithinMs);
    if (!enabled && holder !== undefined) return 'of the run that uses it: see "proofload status"';
    const names = toxics.map(({ name, type }) => `${name} (${type})`);
    return `${names.join(', ') || 'none'}${enabled ? '' : '; DISABLED, nothing gets through'}`;
  } catch (error) {
    return `unknown: ${error instanceof Error ? error.message : String(error)}`;
  }
}
