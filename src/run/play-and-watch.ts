import type { BreakableOf, Proof } from '../chaos/breakable.ts';
import { playFaults, type Played } from '../chaos/schedule.ts';
import type { PlannedFault, Plan } from '../model/plan.ts';
import type { FaultEvent } from '../model/record.ts';
import type { Span } from '../model/timeline.ts';
import { startCanary, type Canary } from '../probe/canary.ts';
import { countConnections } from '../probe/count-connections.ts';
import { countRequests } from '../probe/count-requests.ts';
import type { LoadCount } from '../probe/load-count.ts';
import type { Probe } from '../probe/probe.ts';
import { watchFault } from '../probe/watch-fault.ts';
import { now, until } from '../system/clock.ts';
import type { RunningEdge } from '../target/start-target.ts';

export interface PlaySpec {
  readonly plan: Plan;
  readonly breakableOf: BreakableOf;
  /** Where canaries can speak to services: edges, and services by their own address. */
  readonly places: readonly Place[];
  readonly t0: number;
  /** Aborted when the load has ended, for whatever reason: what is on is healed at once. */
  readonly over: AbortSignal;
  readonly onProbe: (probe: Probe) => void;
  /** Every event of every fault, felt and clean included. */
  readonly onEvent: (event: FaultEvent) => void;
}

type Place = Pick<RunningEdge, 'name' | 'host' | 'port' | 'protocol'>;

/** How long after an early end a healed edge may take to be seen clean. */
const cleanWithinMs = 1500;

/** Plays the plan's faults, with a canary wherever they show. */
export function playAndWatch(spec: PlaySpec): { end(hurried: AbortSignal): Promise<Played> } {
  const { plan, breakableOf, places, t0, over, onProbe } = spec;
  const dirty = new Set<string>();
  const emit = (event: FaultEvent): void => {
    if (event.event === 'felt') dirty.add(event.fault);
    if (event.event === 'clean') dirty.delete(event.fault);
    spec.onEvent(event);
    for (const count of counts) count.onEvent(event);
  };
  const proofs = new Map(plan.faults.map((fault) => [fault.id, proofOf(fault, breakableOf, places)]));
  const canaries = new Map<string, Canary>();
  for (const { name, host, port, protocol } of places) {
    const own = plan.faults.filter(({ id }) => proofs.get(id)?.probed === name);
    if (own.length === 0 || protocol.kind === 'tcp') continue;
    const { path, authority } = 'path' in protocol ? protocol : { path: undefined, authority: undefined };
    canaries.set(
      name,
      startCanary({
        edge: name,
        protocol: protocol.kind,
        host,
        port,
        path,
        authority,
        t0,
        fine: own.flatMap(denseSpans),
        sink: onProbe,
      }),
    );
  }
  const watches = plan.faults.flatMap((fault) => {
    const { probed, slowsByMs } = proofs.get(fault.id) ?? noProof;
    const canary = canaries.get(probed ?? '');
    const others = plan.faults.filter(
      ({ id, on }) => id !== fault.id && (on === probed || proofs.get(id)?.probed === probed),
    );
    return canary === undefined ? [] : [watchFault({ canary, fault, slowsByMs, others, emit })];
  });
  const isProbe = (port: number): boolean => [...canaries.values()].some((canary) => canary.cameFrom(port));
  const counts = plan.faults.flatMap((fault): LoadCount[] => {
    const meeting = breakableOf(fault)?.meets?.(fault.action);
    if (meeting === undefined) return [];
    const about = { fault: fault.id, flaps: fault.flapping !== undefined, emit };
    if ('requests' in meeting) return [countRequests({ ...about, ...meeting })];
    return [countConnections({ ...about, ...meeting, startMs: fault.startMs, t0, isProbe })];
  });
  for (const fault of plan.faults) {
    const broken = breakableOf(fault);
    broken?.onSeen?.((id, event, at) => {
      if (id === fault.id && proofs.get(id)?.kind === 'own') emit({ atMs: at - t0, fault: id, event });
    });
    broken?.onExposed?.((id, exposure) => {
      if (id === fault.id) emit({ atMs: now() - t0, fault: id, event: 'exposed', exposure });
    });
  }
  const played = playFaults({
    faults: plan.faults,
    breakableOf,
    clock: { t0 },
    signal: over,
    onEvent(event) {
      emit(event);
      for (const watch of watches) watch.onEvent(event);
      if (proofs.get(event.fault)?.kind === 'assumed') emitAssumed(event, emit);
    },
  });
  played.catch(() => undefined); // told by end()
  return {
    async end(hurried) {
      try {
        const result = await played;
        await until(() => dirty.size === 0 || hurried.aborted, {
          timeoutMs: cleanWithinMs,
          what: 'healed edges to be seen clean',
        });
        return result;
      } finally {
        for (const watch of watches) watch.stop();
        await Promise.all(counts.map((count) => count.end()));
        for (const canary of canaries.values()) canary.stop();
      }
    },
  };
}

/** How a fault of this run is proven: by which canary, if by one. */
interface FaultProof {
  readonly kind: Proof['kind'];
  readonly probed: string | null;
  readonly slowsByMs: number;
}

const noProof: FaultProof = { kind: 'assumed', probed: null, slowsByMs: Infinity };

/** Nothing speaks for a bare TCP service: what only its canary could see is assumed. */
function proofOf(fault: PlannedFault, breakableOf: BreakableOf, places: readonly Place[]): FaultProof {
  const proof: Proof = breakableOf(fault)?.proofOf(fault.action) ?? { kind: 'assumed' };
  if (proof.kind !== 'probes') return { ...noProof, kind: proof.kind };
  const probed = proof.at.find((name) => places.some((place) => place.name === name && place.protocol.kind !== 'tcp'));
  return probed === undefined ? noProof : { kind: 'probes', probed, slowsByMs: proof.slowsByMs };
}

function emitAssumed({ atMs, fault, event }: FaultEvent, emit: (event: FaultEvent) => void): void {
  if (event === 'acknowledged') emit({ atMs, fault, event: 'felt', assumed: true });
  if (event === 'heal-acknowledged') emit({ atMs, fault, event: 'clean', assumed: true });
}

/** Around its edges a fault is probed densely, to tell the edges to some 20 ms; one that flaps has edges all along. */
function denseSpans({ startMs, endMs, flapping }: PlannedFault): Span[] {
  if (flapping !== undefined) return [{ fromMs: startMs - 1000, toMs: endMs + 2500 }];
  return [
    { fromMs: startMs - 1000, toMs: startMs + 1500 },
    { fromMs: endMs - 500, toMs: endMs + 2500 },
  ];
}
