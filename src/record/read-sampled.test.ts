import { describe, expect, it } from 'vitest';
import { readSampled } from './read-sampled.ts';
import { SampledLines } from './sampled-line.ts';

const cpu = { name: 'generator_cpu', unit: 'number', labels: {} } as const;
const memory = { name: 'generator_memory', unit: 'bytes', labels: {} } as const;
const query = (name: string) => ({ name: 'rows', unit: 'number', labels: { query: name } }) as const;

describe('sampled.ndjson', () => {
  it('is read as it was written, each series named once', () => {
    const lines = new SampledLines();
    const text = [
      '{"version":1}\n',
      lines.of(cpu, 999.6, 0.41234567),
      lines.of(query('a'), 1001, 5),
      lines.of(query('b'), 1001, 6),
      lines.of(memory, 1001, 7),
      lines.of(cpu, 2000.4, 1.5),
    ].join('');
    expect(readSampled(text)).toEqual({
      sampled: [
        { ...cpu, points: [[1000, 0.412346], [2000, 1.5]] }, // prettier-ignore
        { ...query('a'), points: [[1001, 5]] },
        { ...query('b'), points: [[1001, 6]] },
        { ...memory, points: [[1001, 7]] },
      ],
      problems: [],
    });
    expect(text.match(/generator_cpu/g)).toHaveLength(1);
  });

  it('is read up to where it was cut off, which is named', () => {
    const text = `{"version":1}\n${new SampledLines().of(cpu, 1000, 1)}[0,20`;
    const { sampled, problems } = readSampled(text);
    expect(sampled[0]?.points).toEqual([[1000, 1]]);
    expect(problems).toEqual(['sampled.ndjson line 4 cannot be read']);
  });

  it.each([
    '[7,1000,1]',
    '["0",1000,1]',
    '[0,"1000",1]',
    '[0,1000,null]',
    '[0,1000]',
    '[0,1000,1,1]',
    'null',
    '{"version":2}',
    '{"id":0,"name":"x","unit":"parsec","labels":{}}',
  ])('does not take %s', (line) => {
    const { sampled, problems } = readSampled(`${new SampledLines().of(cpu, 1000, 1)}${line}\n`);
    expect(sampled).toEqual([{ ...cpu, points: [[1000, 1]] }]);
    expect(problems).toEqual(['sampled.ndjson line 3 cannot be read']);
  });

  it('is nothing in a record of before', () => {
    expect(readSampled('')).toEqual({ sampled: [], problems: [] });
  });
});
