import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { openChildLog } from './child-log.ts';

async function logOf(lines: number, mostBytes: number): Promise<{ text: string; last: readonly string[] }> {
  const file = join(mkdtempSync(join(tmpdir(), 'child-log-')), 'k6.log');
  const log = await openChildLog(file, { mostBytes });
  const stream = new PassThrough();
  log.drain(stream);
  for (let i = 1; i <= lines; i++)
    if (!stream.write(`line ${i}\n`)) await new Promise((go) => stream.once('drain', go));
  stream.end();
  await finished(stream);
  await log.end();
  return { text: readFileSync(file, 'utf8'), last: log.last(1) };
}

describe('the log of a child', () => {
  it('is its output', async () => {
    const { text } = await logOf(3, 1000);
    expect(text).toBe('line 1\nline 2\nline 3\n');
  });

  it('keeps head and tail of what is too long, and says how much it left out', async () => {
    const { text, last } = await logOf(50_000, 1000);
    const lines = text.split('\n');
    expect(lines[0]).toBe('line 1');
    expect(lines.at(-2)).toBe('line 50000');
    expect(last).toEqual(['line 50000']);
    const told = lines.findIndex((line) => line.includes('left out'));
    const omitted = Number(/--- (\d+) lines/.exec(lines[told] ?? '')?.[1]);
    const head = lines.slice(0, told).filter((line) => line !== '').length;
    const tail = lines.slice(told + 1).filter((line) => line !== '').length;
    expect(tail).toBe(1000);
    expect(head + omitted + tail).toBe(50_000);
    expect(text.length).toBeLessThan(100_000);
  });

  it('holds no secret, also where one came in two pieces', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'child-log-')), 'api.log');
    const log = await openChildLog(file, { redact: (text) => text.replaceAll('s3cret', '$TOKEN') });
    const heard: string[] = [];
    log.onLine((line) => heard.push(line));
    const stream = new PassThrough();
    log.drain(stream);
    for (const piece of ['a s3c', 'ret b\nno', 'thing\ns3cr', 'et']) {
      stream.write(piece);
      await new Promise((go) => setImmediate(go));
    }
    stream.end();
    await finished(stream);
    await log.end();
    expect(readFileSync(file, 'utf8')).toBe('a $TOKEN b\nnothing\n$TOKEN');
    expect(log.last(3)).toEqual(['a $TOKEN b', 'nothing', '$TOKEN']);
    expect(heard).toEqual(['a s3cret b', 'nothing', 's3cret']);
  });
});
