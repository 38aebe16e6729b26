/**
 * The benchmarks: `npm run bench [-- <part>…] [--pairs 12]`. Parts: generator, journey, memory, ends, faults, intake, judge, reports; without any, all.
 *
 * Prints what each part found, and writes it to docs/benchmarks.json and docs/benchmarks.md, where parts that are not run keep
 * their figures. Linux only, with Go. Let the machine do nothing else meanwhile. A missed goal is told, and no failure.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ends } from '../bench/ends.ts';
import { faults } from '../bench/faults.ts';
import { generator } from '../bench/generator.ts';
import { intake } from '../bench/intake.ts';
import { journey } from '../bench/journey.ts';
import { judge } from '../bench/judge.ts';
import { memory } from '../bench/memory.ts';
import { reports } from '../bench/reports.ts';
import { figureText, renderPage } from '../bench/render.ts';
import type { Figure, Part, Results } from '../bench/result.ts';
import { benchTools, root, type BenchTools } from '../bench/tools.ts';
import { toolSpecs } from '../src/binaries/tool-spec.ts';

const parts: Record<string, (tools: BenchTools, n: number) => Promise<Figure[]>> = {
  generator,
  journey,
  memory,
  ends,
  faults,
  intake,
  judge,
  reports,
};
const file = join(root, 'docs/benchmarks.json');

const { values, positionals } = parseArgs({
  options: { pairs: { type: 'string', default: '12' } },
  allowPositionals: true,
});
const asked = positionals.length === 0 ? Object.keys(parts) : positionals;
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);

execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
const tools = await benchTools();
for (const name of asked) {
  process.stdout.write(`${name}\n`);
  const [loadAverage = 0] = loadavg();
  const figures = (await parts[name]?.(tools, Number(values.pairs))) ?? [];
  for (const figure of figures) {
    const goal = figure.goal === undefined ? '' : `  goal: ${figure.goal}, ${figure.met === true ? 'met' : 'MISSED'}`;
    process.stdout.write(`  ${figure.what}: ${figureText(figure)}${goal}\n`);
  }
  keep({ name, at: new Date().toISOString(), loadAverage, figures });
}

function keep(part: Part): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).parts : [];
  const known = new Map([...before, part].map((one) => [one.name, one]));
  const results: Results = {
    version: 1,
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}`,
    versions: { k6: toolSpecs.k6.version, Node: process.versions.node, Go: goVersion() },
    parts: Object.keys(parts).flatMap((name) => known.get(name) ?? []),
  };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(root, 'docs/benchmarks.md'), renderPage(results));
}

function goVersion(): string {
  return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace(/^go/, '');
}
