import { describe, expect, it } from 'vitest';
import { Counter, Histogram, Registry } from 'prom-client';
import { parsePrometheus } from './prometheus-text.ts';

const one = (line: string) => parsePrometheus(line).readings[0];

describe('the Prometheus text format', () => {
  it('is read as its documentation shows it', () => {
    const text = [
      '# HELP http_requests_total The total number of HTTP requests.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total{method="post",code="400"}    3 1395066363000',
      '',
      '# Escaping in label values:',
      String.raw`msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9`,
      '# Minimalistic line:',
      'metric_without_timestamp_and_labels 12.47',
      '# A weird metric from before the epoch:',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'http_request_duration_seconds_bucket{le="0.05"} 24054',
      'http_request_duration_seconds_bucket{le="+Inf"} 144320',
      'rpc_duration_seconds{quantile="0.99"} 76656',
      '# EOF',
    ].join('\n');
    expect(parsePrometheus(text).readings).toEqual([
      { field: 'http_requests_total', labels: { method: 'post', code: '200' }, value: 1027 },
      { field: 'http_requests_total', labels: { method: 'post', code: '400' }, value: 3 },
      {
        field: 'msdos_file_access_time_seconds',
        labels: { path: String.raw`C:\DIR\FILE.TXT`, error: 'Cannot find file:\n"FILE.TXT"' },
        value: 1_458_255_915,
      },
      { field: 'metric_without_timestamp_and_labels', labels: {}, value: 12.47 },
      { field: 'something_weird', labels: { problem: 'division by zero' }, value: Infinity },
      { field: 'http_request_duration_seconds_bucket', labels: { le: '0.05' }, value: 24_054 },
      { field: 'http_request_duration_seconds_bucket', labels: { le: '+Inf' }, value: 144_320 },
      { field: 'rpc_duration_seconds', labels: { quantile: '0.99' }, value: 76_656 },
    ]);
  });

  it.each([
    ['a 1', 1],
    ['a -1.5e-3', -0.0015],
    ['a\t.5', 0.5],
    ['a NaN', NaN],
    ['a -Inf', -Infinity],
    ['  a  7  ', 7],
    ['a 1\r', 1],
    ['a:b_c 2', 2],
    ['a 17.0 1520879607.789', 17],
    ['a 17.0 # {trace_id="oHg5SJ#YRHA0"} 9.8 1520879607.789', 17],
  ])('reads %j', (line, value) => {
    expect(one(line)?.value).toBe(value);
  });

  it.each([
    ['a{} 1', {}],
    ['a{ b = "c" , d="e", } 1', { b: 'c', d: 'e' }],
    ['a{b="} # {x} 5"} 1', { b: '} # {x} 5' }],
    ['a{b=""} 1', { b: '' }],
  ])('reads the labels of %s', (line, labels) => {
    expect(one(line)?.labels).toEqual(labels);
  });

  it.each(['<html>', 'a', 'a one', 'a{b=c} 1', 'a{b="c} 1', '9a 1', 'a 1 2 3', 'a 0x10'])('refuses %s', (line) => {
    expect(() => parsePrometheus(`ok 1\n${line}`)).toThrow(`line 2 is no Prometheus text: ${line}`);
  });

  it('knows what is 0 though it has no sample: counters with labels, before they are incremented', async () => {
    const registry = new Registry();
    new Counter({ name: 'calls_total', help: 'Calls.', labelNames: ['outcome'], registers: [registry] });
    new Histogram({ name: 'time_seconds', help: 'Time.', labelNames: ['route'], registers: [registry] });
    const { readings, counters } = parsePrometheus(await registry.metrics());
    expect(readings).toEqual([]);
    expect(counters).toContain('calls_total');
    expect(counters).not.toContain('time_seconds');
  });
});
