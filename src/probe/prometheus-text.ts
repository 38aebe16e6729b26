import type { Answer, Reading } from './source.ts';

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const sampleLine = new RegExp(`^(${name})[ \\t]*(\\{.*\\})?[ \\t]*(\\S+)(?:[ \\t]+-?\\d+(?:\\.\\d+)?)?$`);
const labelPair = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(?:,|$)/y;
const typeLine = new RegExp(`^#[ \\t]+TYPE[ \\t]+(${name})[ \\t]+(\\w+)[ \\t]*$`);
/** Of OpenMetrics: an example of what was counted. Label values may hold a # as well. */
const exemplar = /[ \t]#[ \t]\{[^{}]*\}[ \t][^{}"]*$/;

/**
 * Reads the text format of Prometheus, and of OpenMetrics as far as it is the same.
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/. As Prometheus does, it takes all of an answer or nothing.
 *
 * @throws Error that names the line that is wrong
 */
export function parsePrometheus(text: string): Answer {
  const readings: Reading[] = [];
  const counters = new Set<string>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const [, family, type] = typeLine.exec(line) ?? [];
    // A counter with labels has no sample before it was first incremented, and is 0 until then.
    if (family !== undefined && type === 'counter') counters.add(family).add(`${family}_total`);
    if (line === '' || line.startsWith('#')) continue;
    const reading = readSample(line.replace(exemplar, ''));
    if (reading === undefined) throw new Error(`line ${index + 1} is no Prometheus text: ${line.slice(0, 60)}`);
    readings.push(reading);
  }
  return { readings, counters };
}

function readSample(line: string): Reading | undefined {
  const [, field, inBraces, written] = sampleLine.exec(line) ?? [];
  if (field === undefined || written === undefined) return undefined;
  const value = parseValue(written);
  const labels = inBraces === undefined ? {} : readLabels(inBraces.slice(1, -1));
  return value === undefined || labels === undefined ? undefined : { field, labels, value };
}

function readLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  let at = 0;
  while (text.slice(at).trim() !== '') {
    labelPair.lastIndex = at;
    const [all, label, value] = labelPair.exec(text) ?? [];
    if (all === undefined || label === undefined || value === undefined) return undefined;
    labels[label] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    at += all.length;
  }
  return labels;
}

const special = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
]);

function parseValue(text: string): number | undefined {
  const known = special.get(text.toLowerCase());
  if (known !== undefined) return known;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
