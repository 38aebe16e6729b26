import type { FaultResult, Verdict } from '../../model/verdict.ts';
import { formatMoment } from '../format.ts';
import { html, type Html } from './html.ts';

const phaseHeight = 14;
const laneTop = phaseHeight + 6;
const laneHeight = 24;

/** The run on one line: phases above, faults below as planned and as felt. Drawn without the script, so it is always there. */
export function ribbon(verdict: Verdict, toS: number): Html {
  const percent = (ms: number) => `${Number(Math.min(100, Math.max(0, ms / (toS * 10))).toFixed(3))}%`;
  const share = (fromMs: number, endMs: number) => percent(Math.max(0, endMs - Math.max(0, fromMs)));
  const lanes = lanesOf(verdict.faults, verdict.durationMs);
  const count = Math.max(0, ...lanes.map(({ lane }) => lane + 1));
  const height = count === 0 ? phaseHeight : laneTop + count * laneHeight;
  return html`<svg class="ribbon" width="100%" height="${height}" role="img" aria-label="${story(verdict)}">
    <g class="phases">
      ${verdict.phases.map(
        ({ phase, fromMs, toMs }) =>
          html`<rect
            class="phase-${kindOf(phase)}"
            x="${percent(fromMs)}"
            width="${share(fromMs, toMs)}"
            height="${phaseHeight}"
            ><title>${phase}, ${formatMoment(fromMs)} to ${formatMoment(toMs)}</title></rect
          >`,
      )}
    </g>
    ${lanes.map(({ fault, number, lane, startMs, clipMs }) => {
      const y = laneTop + lane * laneHeight;
      const { feltMs, plannedStartMs, plannedEndMs } = fault;
      const cleanMs = fault.cleanMs ?? verdict.durationMs;
      return html`<g class="fault">
        <title>
          ${number}. ${fault.id}: planned ${formatMoment(plannedStartMs)} to ${formatMoment(plannedEndMs)},
          ${observedSpan(fault)}
        </title>
        ${
          feltMs === null
            ? null
            : html`<rect
                class="felt"
                x="${percent(feltMs)}"
                y="${y}"
                width="${share(feltMs, cleanMs)}"
                height="${laneHeight - 4}"
                rx="3"
              />`
        }
        <rect
          class="planned"
          x="${percent(plannedStartMs)}"
          y="${y + 0.5}"
          width="${share(plannedStartMs, plannedEndMs)}"
          height="${laneHeight - 5}"
          rx="3"
        />
        <svg x="${percent(startMs)}" y="${y}" width="${share(startMs, clipMs)}" height="${laneHeight - 4}">
          <circle cx="12" cy="10" r="7.5" />
          <text class="number" x="12" y="13.5">${number}</text>
          <text class="name" x="24" y="14">${fault.id}</text>
        </svg>
      </g>`;
    })}
    <rect class="view" y="0" height="${height}" hidden="" />
    <line class="now" y1="0" y2="${height}" hidden="" />
  </svg>`;
}

interface Placed {
  readonly fault: FaultResult;
  readonly number: number;
  readonly lane: number;
  readonly startMs: number;
  /** Where the next fault of the lane begins: so far its name may reach. */
  readonly clipMs: number;
}

/** Faults at the same time lie below each other. */
function lanesOf(faults: readonly FaultResult[], durationMs: number): Placed[] {
  const free: number[] = [];
  const placed = faults
    .map((fault, i) => {
      const startMs = Math.min(fault.plannedStartMs, fault.feltMs ?? Infinity);
      const endMs = Math.max(fault.plannedEndMs, fault.feltMs === null ? 0 : (fault.cleanMs ?? durationMs));
      return { fault, number: i + 1, startMs, endMs };
    })
    .sort((a, b) => a.startMs - b.startMs || a.number - b.number)
    .map((each) => {
      const found = free.findIndex((untilMs) => untilMs <= each.startMs);
      const lane = found < 0 ? free.length : found;
      free[lane] = each.endMs;
      return { ...each, lane };
    });
  return placed.map((each, i) => {
    const next = placed.slice(i + 1).find(({ lane }) => lane === each.lane);
    return { ...each, clipMs: next?.startMs ?? Infinity };
  });
}

function kindOf(phase: string): 'idle' | 'fault' | 'edge' | 'recovery' | 'overload' | 'steady' {
  if (phase === 'warmup' || phase === 'cooldown') return 'idle';
  if (phase === 'overload') return phase;
  if (phase.startsWith('fault:')) return 'fault';
  if (phase.startsWith('edge:')) return 'edge';
  return phase.startsWith('recovery:') ? 'recovery' : 'steady';
}

export function observedSpan({ feltMs, cleanMs }: FaultResult): string {
  if (feltMs === null) return 'never felt';
  return `felt ${formatMoment(feltMs)}, ${cleanMs === null ? 'never clean again' : `clean ${formatMoment(cleanMs)}`}`;
}

function story({ phases, faults }: Verdict): string {
  const parts = faults.map((fault, i) => `fault ${i + 1}, ${fault.id}, ${observedSpan(fault)}`);
  return `Timeline of ${phases.length} phases. ${parts.length === 0 ? 'No faults.' : `${parts.join('; ')}.`}`;
}
