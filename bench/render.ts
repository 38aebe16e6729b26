import type { Figure, Part, Results } from './result.ts';

/** How each part is measured, for those who read its figures. */
export const about: Readonly<Record<string, { readonly title: string; readonly how: string }>> = {
  generator: {
    title: 'Load generator',
    how: '20 closed users without thinks get a small JSON over kept connections and check its status. One k6 script ([get.ts](../bench/k6/get.ts)), under Proofload with everything recorded, and under stock k6 with two thresholds.',
  },
  journey: {
    title: 'Typed journey',
    how: '60 users, three steps with a request, a check and a think each ([journey.ts](../bench/k6/journey.ts)), against the same as plain scripts under stock k6 with a threshold a step: with a tag on each request ([journey-plain.ts](../bench/k6/journey-plain.ts)), and with groups, which time steps as ours are timed ([journey-group.ts](../bench/k6/journey-group.ts)). The goal is against the first, the cheapest script that tells its steps apart at all.',
  },
  memory: {
    title: 'Memory',
    how: 'Resident memory of k6 while the load goes on, and the peak of a process that takes a recorded hour in: into the record, and into the figures of the moment.',
  },
  ends: {
    title: 'Start and end',
    how: '`proofload run` of a small load on a service that runs already, as built, with all tools there. Times are those at which the service saw its requests.',
  },
  faults: {
    title: 'Faults of edges',
    how: 'Latency, black hole, reset and down in turn, on an edge that carries 1,000 requests a second. Felt: when the first probe was sent that met the fault; clean: the first from which on all were normal. Then latency of 1 s, on and off under 40 clients that give answers of 200 KB up after 300 ms; and an edge with nothing on it.',
  },
  intake: {
    title: 'Intake',
    how: 'Processor time of a process that takes ten recorded minutes in, start of Node included, for each second of them.',
  },
  judge: {
    title: 'Verdict',
    how: 'Reading a record, 30 series of samples of services included, and judging it, in a process of its own; its start is not counted. That of an hour has one core.',
  },
  reports: {
    title: 'Reports',
    how: 'From a record to the files of all its reports, judge included, in a process of its own that has one core; its start (0.2 s) is not counted.',
  },
};

/** The results as a page of docs/. */
export function renderPage({ machine, versions, parts }: Results): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    '# Benchmarks',
    '',
    `Measured by \`npm run bench\` on ${machine}; ${named.join(', ')}. What is compared is run in pairs, in turn, on the same machine; a figure is the median, with its 95 % interval by order statistics, which holds for any distribution. A machine that does much else (load average) disturbs ratios too.`,
    '',
    ...parts.flatMap(section),
    'Run one part with `npm run bench -- <part>`: it renews its own figures here and in [benchmarks.json](benchmarks.json). Linux only; needs Go.',
    '',
  ].join('\n');
}

function section({ name, at, loadAverage, figures }: Part): string[] {
  const { title = name, how = '' } = about[name] ?? {};
  const rows = figures.map((figure) => `| ${figure.what} | ${figureText(figure)} | ${goalText(figure)} |`);
  const busy = loadAverage === undefined ? '' : `; load average before: ${loadAverage.toFixed(1)}`;
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC${busy}`;
  return [
    `## ${title}`,
    '',
    `${how} \`${name}\`, ${when}.`,
    '',
    '| | measured | goal |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
}

function goalText({ goal, met }: Figure): string {
  return goal === undefined ? '' : `${goal}: ${met === true ? 'met' : '**missed**'}`;
}

/** `0.84 [0.81, 0.86] of 12`. */
export function figureText({ value, unit }: Figure): string {
  const suffix = unit === undefined ? '' : ` ${unit}`;
  if (typeof value === 'number') return `${short(value)}${suffix}`;
  const { median, low, high, n } = value;
  return `${short(median)} [${short(low)}, ${short(high)}]${suffix}, ${n} times`;
}

/** Three digits that count. */
function short(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
