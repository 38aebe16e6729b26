import { dataMetrics } from '../model/data-metric.ts';
import { metrics } from '../model/metric.ts';
import { serverSignals } from '../model/signal.ts';
import { sloExamples } from './slo-examples.ts';
import { sloJsonSchema } from './slo-schema.ts';

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Described[];
  readonly items?: Described;
}

const intro = `# SLO files

<!-- Written by npm run schemas from the schema of SLO files. -->

An SLO file says what must hold. [thresholds/shop.yaml](../thresholds/shop.yaml) is that of the shop, [thresholds/examples/service.yaml](../thresholds/examples/service.yaml) has the targets and critical thresholds of a guide as they stand there. Its first line gives completion in editors that know YAML schemas. \`defineSlo()\` writes the same in TypeScript, and is accepted wherever a YAML file is:

\`\`\`ts
import { defineSlo } from 'proofload';

export default defineSlo({
  objectives: [{ name: 'pages are fast', metric: 'response_time', stat: 'p95', target: '300ms' }],
});
\`\`\`

\`proofload plan\` shows what is asked, and which objectives a run can hardly judge. Every objective is judged in every run, by what the run has recorded; \`proofload judge <run> --slo <file>\` judges it again by another file.
`;

const rules = `## How it is judged

- Phases are judged as a whole unless a window says otherwise. A streak in a window ends with its phase; phases that are named together and follow one another are one.
- A sustained limit is missed when every bucket of a stretch of that length misses it. Buckets are seconds, or longer where a second has too few samples, at most a quarter of the window. Rolling windows begin a thirtieth of their length apart, at least a second.
- A bucket or window with too few samples is unknown: it neither goes on with a streak nor breaks it off, and an objective holds only if it would hold were all of them bad.
- A multiple of steady state is taken of the side of the measured interval that makes the limit stricter. Without enough samples there, or where any value would keep to it (three times 40 % of errors), the objective is inconclusive.
- A name in \`where\` that nothing in the run has makes the objective inconclusive, and the report says what there is. A status is no such name: that no answer was a 503 was counted. What no sample of a metric ever has, such as a status of \`error_rate\`, is refused before anything starts.
- An error budget is what a share or a percentile allows. Its burn rate is the share that was wrong, divided by the share that may be, and counts only where it is too high both over the window and over its last twelfth ([The Site Reliability Workbook, chapter 5](https://sre.google/workbook/alerting-on-slos/)).
- \`severity: warn\` turns a failure into a warning. \`severity: info\` never changes the verdict; a run of nothing else is inconclusive.
- Without any sample an objective is inconclusive; it never passes. \`onNoData: { skip: why }\` has it listed as not evaluated, for this reason.
`;

/** The reference page of SLO files: all that their schema knows, the metrics, examples and rules. */
export function sloPage(): string {
  const [objective, breakpoint, recovery, data] = kindsOfObjective();
  return [
    intro,
    '## Examples\n',
    ...sloExamples.map(({ says, yaml }) => `${says}\n\n\`\`\`yaml\n- ${yaml}\n\`\`\`\n`),
    '## Fields of an objective\n',
    fields(objective),
    rules,
    '## Metrics\n',
    table(
      ['metric', 'what'],
      Object.entries({ ...metrics, ...serverSignals }).map(([name, { about }]) => [`\`${name}\``, about]),
    ),
    "Journeys may measure more ([writing.md](writing.md)), and so may a target's probes; they are named here as they are there.\n",
    '## Recoveries\n',
    'Written as `recovery: { … }` in place of a metric and a target.\n',
    fields(recovery?.properties?.['recovery']),
    '## Breakpoints\n',
    'The metric is `breakpoint`.\n',
    fields(breakpoint, ['target']),
    '## Writes\n',
    table(
      ['metric', 'what'],
      Object.entries(dataMetrics).map(([name, { about }]) => [`\`${name}\``, about]),
    ),
    fields(data, ['where', 'target']),
  ].join('\n');
}

function kindsOfObjective(): readonly Described[] {
  const { properties = {} } = sloJsonSchema() as Described;
  return properties['objectives']?.items?.anyOf ?? [];
}

/** The counts of a ratio have the metrics and filters that are told beside them. */
const isCount = (name: string): boolean => name === 'of' || name === 'per';

/** A line for each field, and for those of the maps in it. */
function fields({ properties = {}, required = [] }: Described = {}, only?: readonly string[]): string {
  const row = (name: string, field: Described, isRequired: boolean): string[][] => [
    [`\`${name}\`${isRequired ? ' (required)' : ''}`, field.description ?? ''],
    ...Object.entries(isCount(name) ? {} : (field.properties ?? {})).flatMap(([inner, value]) =>
      row(`${name}.${inner}`, value, false),
    ),
  ];
  const rows = Object.entries(properties)
    .filter(([name]) => only?.includes(name) ?? true)
    .flatMap(([name, field]) =>
      row(name, name === 'metric' ? { description: 'One of those below.' } : field, required.includes(name)),
    );
  return table(['field', 'what'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
