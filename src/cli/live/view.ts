import { formatDuration } from '../../model/duration.ts';
import { highestLevel } from '../../model/load-curve.ts';
import type { Plan } from '../../model/plan.ts';
import { formatMs, formatRate, formatShare } from '../../report/format.ts';
import { plain } from '../../report/plain-text.ts';
import type { LoadState } from '../../run/progress.ts';
import { curveRows, placeOf, sparkline, timeline } from './graph.ts';
import { line, spread, type Piece } from './line.ts';
import { objectiveLines } from './objective-lines.ts';
import type { Paint } from './paint.ts';

export interface ViewOptions {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  /** Whether keys are heard. */
  readonly keys: boolean;
}

interface Block {
  readonly lines: readonly string[];
  /** Where rows are few, blocks with high numbers are left out first. */
  readonly rank: number;
}

const label = (text: string): Piece => ({ text: text.padEnd(6), colour: 'dim' });

/** The run at a moment, on a terminal of a size: no line is as wide as the terminal, and events keep some rows above. */
export function renderView(plan: Plan, state: LoadState, { columns, rows, paint, keys }: ViewOptions): string[] {
  const width = Math.max(1, columns - 1);
  if (columns < 24) return [line([{ text: `${clock(state.elapsedMs)} ${plain(state.phase)}` }], width, paint)];
  const most = Math.max(1, rows - (rows < 20 ? 2 : 4));
  const head: Block[] = [
    { rank: 0, lines: [title(plan, state, width, paint)] },
    { rank: 5, lines: curve(plan, state, width, rows, paint) },
    { rank: 0, lines: [line(figures(plan, state), width, paint)] },
    { rank: 6, lines: [history(state, width, paint)] },
    { rank: 4, lines: [line(errors(state), width, paint)] },
    { rank: 1, lines: plan.faults.length === 0 ? [] : [line(faults(state), width, paint)] },
  ];
  const foot: Block = { rank: 3, lines: keys ? [line(help, width, paint)] : [] };
  const missed = state.objectives.filter(({ standing }) => standing === 'missed' || standing === 'warns').length;
  const others = state.objectives.length > missed ? 1 : 0; // told in a line of their own
  const reserved: Block = { rank: 2, lines: Array<string>(Math.min(missed, 5) + others).fill('') };
  const kept = fit([...head, foot, reserved], most);
  const used = [...head, foot].filter((block) => kept.has(block)).reduce((sum, { lines }) => sum + lines.length, 0);
  return [
    ...head.flatMap((block) => (kept.has(block) ? block.lines : [])),
    ...objectiveLines(state.objectives, width, most - used, paint),
    ...(kept.has(foot) ? foot.lines : []),
  ];
}

function fit(blocks: readonly Block[], most: number): ReadonlySet<Block> {
  const kept = new Set<Block>();
  let left = most;
  for (const block of [...blocks].sort((a, b) => a.rank - b.rank)) {
    if (block.lines.length > left) continue;
    kept.add(block);
    left -= block.lines.length;
  }
  return kept;
}

function title(plan: Plan, { elapsedMs, totalMs, phase }: LoadState, width: number, paint: Paint): string {
  const ending = elapsedMs >= totalMs;
  const left = ending ? 'ending' : `${clock(totalMs - elapsedMs)} left`;
  return spread(
    [
      { text: plain(plan.experiment), colour: 'bold', dropAt: 1 },
      { text: plain(phase), colour: phase.startsWith('fault:') ? 'yellow' : 'cyan' },
    ],
    { text: width < 48 ? left : `${clock(Math.min(elapsedMs, totalMs))} of ${clock(totalMs)}, ${left}` },
    width,
    paint,
    '─',
  );
}

/** `1:05`, `2:00:00`. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function curve(plan: Plan, { elapsedMs, totalMs }: LoadState, width: number, rows: number, paint: Paint): string[] {
  const { text: name } = label('load');
  const places = width - name.length - 2;
  if (places < 10) return [];
  const now = placeOf(elapsedMs, places, totalMs) + 1;
  const spans = plan.faults.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs }));
  const lead = (row: number) => `${row === 0 ? paint('dim', name) : ' '.repeat(name.length)}  `;
  return [
    ...curveRows(plan.profile.curve, places, rows < 20 ? 1 : 2).map(
      (row, i) => lead(i) + row.slice(0, now) + paint('dim', row.slice(now)),
    ),
    lead(1) + paint('yellow', timeline(spans, elapsedMs, totalMs, places)),
  ];
}

function figures(plan: Plan, state: LoadState): Piece[] {
  const { p50Ms, p95Ms, p99Ms, requestsPerSecond, errorRate } = state;
  const ms = (name: string, value: number | null, dropAt: number): Piece => ({
    text: `${name} ${(value === null ? '–' : formatMs(value)).padEnd(7)}`,
    dropAt,
  });
  const bad = errorRate !== null && errorRate > 0;
  return [
    { ...label('now'), dropAt: 4 },
    { text: offered(plan, state), dropAt: 3 },
    { text: `${formatRate(requestsPerSecond).replace(' /s', '')} req/s`.padEnd(11), dropAt: 1 },
    ms('p50', p50Ms, 6),
    ms('p95', p95Ms, 0),
    ms('p99', p99Ms, 5),
    { text: `errors ${errorRate === null ? '–' : formatShare(errorRate)}`, ...(bad ? { colour: 'red' } : {}) },
  ];
}

/** What is meant, and what there is where the load tells and it is another. */
function offered({ profile }: Plan, { level, users, passesPerSecond }: LoadState): string {
  if (profile.model === 'open') {
    const began = passesPerSecond === null ? '' : `, ${formatRate(passesPerSecond).replace(' /s', '')} began`;
    return `${formatRate(level).replace(' /s', '')} arrivals/s${began}`;
  }
  const meant = Math.floor(level);
  const most = String(highestLevel(profile.curve)).length;
  return `${String(users ?? meant).padStart(most)}${users === null || users === meant ? '' : ` of ${meant}`} users`;
}

function history({ p95History }: LoadState, width: number, paint: Paint): string {
  const most = Math.max(...p95History.map((value) => value ?? 0), 0);
  const scale = most === 0 ? 'no answers yet' : `up to ${formatMs(most)} in the last ${p95History.length} s`;
  const places = Math.max(0, Math.min(60, width - 10 - scale.length));
  const shown = p95History.slice(-places);
  const pieces: Piece[] = [label('p95'), { text: scale, colour: 'dim', dropAt: 1 }];
  if (shown.length > 0) pieces.splice(1, 0, { text: sparkline(shown) });
  return line(pieces, width, paint);
}

function errors({ errors }: LoadState): Piece[] {
  if (errors.length === 0) return [label('errors'), { text: 'none' }];
  return [
    label('errors'),
    ...errors.map(({ kind, recent, total }, i): Piece => ({
      text: `${plain(kind)} ${recent === 0 ? 'none now' : recent} (${total} in all)`,
      dropAt: i,
      ...(recent > 0 ? { colour: 'red' } : { colour: 'dim' }),
    })),
  ];
}

function faults({ faults, nextFault }: LoadState): Piece[] {
  const on = faults.map(({ id, felt, leftMs }): Piece => {
    const state = leftMs > 0 ? `${whole(leftMs)} left` : 'healing';
    return { text: `● ${plain(id)} ${felt ? '' : 'not felt yet, '}${state}`, colour: 'yellow' };
  });
  const next =
    nextFault === null ? [] : [{ text: `next ${plain(nextFault.id)} in ${whole(nextFault.inMs)}`, dropAt: 1 }];
  const none = on.length === 0 ? [{ text: nextFault === null ? 'none to come' : 'none on' }] : [];
  return [label('faults'), ...on, ...none, ...next];
}

/** Whole seconds up, so that it does not say 0 while there is some left. */
function whole(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : formatDuration(ms);
}

const help: readonly Piece[] = [
  { text: 'q ends the run now, with a report', colour: 'dim' },
  { text: 'Q the same without waiting', colour: 'dim', dropAt: 1 },
];
