import { expect, test } from 'vitest';
import { parseClosed, parseOpen } from './connections.ts';

test('open connections: what they carried, and how long ago', () => {
  const text = [
    'ESTAB      0      0      127.0.0.1:20000 127.0.0.1:45678 cubic rto:204 bytes_sent:120 bytes_acked:120 bytes_received:80 lastsnd:15 lastrcv:12 lastack:12 ',
    'ESTAB 0 0 127.0.0.1:20000 127.0.0.1:45679 bbr wscale:10,10 segs_in:2 lastsnd:2568 lastrcv:2568 lastack:2568',
    'CLOSE-WAIT 1 0 [::ffff:127.0.0.1]:20001 [::ffff:127.0.0.1]:45680 bytes_received:1 lastsnd:900 lastrcv:30',
    'ESTAB 0 0 127.0.0.1:20000 127.0.0.1:45681 bytes_received:80 lastsnd:700 lastrcv:700',
    'ESTAB 0 0 127.0.0.1:20000 127.0.0.1:45682 bytes_sent:9 bytes_received:80 lastsnd:700 lastrcv:700',
    '',
  ].join('\n');
  expect(parseOpen(text)).toEqual([
    { port: 20_000, clientPort: 45_678, bytes: 200, idleMs: 12, waits: true },
    { port: 20_000, clientPort: 45_679, bytes: 0, idleMs: 2568, waits: false },
    { port: 20_001, clientPort: 45_680, bytes: 1, idleMs: 30, waits: true },
    { port: 20_000, clientPort: 45_681, bytes: 80, idleMs: 700, waits: true },
    { port: 20_000, clientPort: 45_682, bytes: 89, idleMs: 700, waits: false },
  ]);
});

test('closed connections are the same seen from either side', () => {
  const text = '0      0      127.0.0.1:45678 127.0.0.1:20000\n0      0      127.0.0.1:20001 127.0.0.1:45679  \n';
  expect(parseClosed(text, [20_000, 20_001])).toEqual([
    { port: 20_000, clientPort: 45_678 },
    { port: 20_001, clientPort: 45_679 },
  ]);
});
