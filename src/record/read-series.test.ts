import { describe, expect, it } from 'vitest';
import { packHistogram } from '../model/packed-histogram.ts';
import { readSeries } from './read-series.ts';

const header = '{"version":1,"t0":1000,"slotMs":1000,"fineMs":100,"fine":[],"scale":5,"unit":"1/1000"}';
const series = '{"id":0,"metric":"http_req","type":"http","failed":false,"tags":{"step":"a"}}';
const cell = '[0,0,1000,2,1,500,500,500,1,1,1,0,1,1,1,[286,1]]';
const end = '{"end":true,"requests":2,"samples":2,"cells":1,"series":1,"dropped":0}';
const read = (...lines: string[]) => readSeries([new TextEncoder().encode(`${lines.join('\n')}\n`)]);

describe('readSeries', () => {
  it('reads a whole stream', () => {
    const { series: all, problems } = read(header, series, cell, end);
    expect(problems).toEqual([]);
    const [{ cells, ...head } = {}] = all;
    expect(all).toHaveLength(1);
    expect(head).toEqual({ id: 0, metric: 'http_req', type: 'http', failed: false, tags: { step: 'a' } });
    expect([...(cells ?? [])]).toEqual([
      {
        startMs: 0,
        endMs: 1000,
        count: 2,
        timed: 1,
        sum: 500,
        min: 500,
        max: 500,
        histogram: packHistogram([286, 1]),
        nonzero: 0,
      },
    ]);
  });

  it.each([
    ['without its end', [header, series, cell], 'cut off'],
    ['without its beginning', [series, cell, end], 'no beginning'],
    ['that is empty', [], 'no beginning'],
    ['that lost a cell', [header, series, end], 'the series hold 0 requests, and the load generator counted 2'],
    ['that has a cell twice', [header, series, cell, cell, end], 'the series hold 4 requests'],
    [
      'with a damaged line',
      [header, series, cell, '[0,0,1', end],
      'a line of the series cannot be read, or says what cannot be',
    ],
    ['with two damaged lines', [header, series, cell, '[0,0,1', '[', end], '2 lines of the series cannot be read'],
    ['with a cell of an unknown series', [header, series, cell, '[7,0,0,1,1]', end], 'a line'],
    ['with a cell of another shape', [header, series, '[0,0,1000,2,1]', end], 'a line'],
    ['with a cell that cannot be', [header, series, cell.replace('0,1000', '2000,1000'), end], 'a line'],
    ['that goes on after its end', [header, series, cell, end, cell], 'a line'],
    ['that ended with an error', [header, series, cell, end.replace('}', ',"error":"boom"}')], 'boom'],
    ['of the future', [header.replace('"version":1', '"version":2'), series, cell, end], 'version 2'],
  ])('names a stream %s', (_, lines, words) => {
    expect(read(...lines).problems.join('\n')).toContain(words);
  });

  it('reads nothing of another version', () => {
    expect(read(header.replace('"version":1', '"version":2'), series, cell, end).series).toEqual([]);
  });

  it('tells how many samples found no place', () => {
    expect(read(header, series, cell, end.replace('"dropped":0', '"dropped":9')).dropped).toBe(9);
    expect(read(header, series, cell).dropped).toBeNull();
  });

  it('has nothing against the end of a load that was to end early, and only against that', () => {
    const ended = (error: string) => [header, series, cell, end.replace('}', `,"error":"${error}"}`)].join('\n');
    const problems = (error: string) => readSeries([new TextEncoder().encode(`${ended(error)}\n`)], true).problems;
    expect(problems("test run was aborted because k6 received a 'interrupt' signal")).toEqual([]);
    expect(problems('boom')).toHaveLength(1);
    expect(read(ended("received a 'interrupt' signal")).problems).toHaveLength(1);
  });

  it('reads what is there of a stream that was cut off', () => {
    expect(read(header, series, cell).series[0]?.cells).toHaveLength(1);
  });
});
