import { expect, test } from 'vitest';
import { isListening } from './listens-here.ts';

const zeros = '0'.repeat(32);
const table = (...rows: readonly string[]): string => ['  sl  local_address rem_address   st', ...rows].join('\n');
const row = (local: string, state = '0A'): string => `   0: ${local} 00000000:0000 ${state} 00000000:00000000`;

test.each([
  ['127.0.0.1:20000', table(row('0100007F:4E20')), table(), true],
  ['127.0.0.1:20000', table(row('0100007F:4E20', '01')), table(), false], // a connection
  ['127.0.0.1:20000', table(row('0100007F:4E21')), table(), false],
  ['192.168.1.5:20000', table(row('0501A8C0:4E20')), table(), true],
  ['[::1]:20000', table(), table(row('00000000000000000000000001000000:4E20')), true],
  ['[::]:20000', table(), table(row(`${zeros}:4E20`)), true],
  // A port of a container that is published on loopback, and one that is published everywhere.
  ['[::]:20000', table(row('0100007F:4E20')), table(), false],
  ['[::]:20000', table(row('00000000:4E20')), table(row(`${zeros}:4E20`)), false],
  ['toxiproxy:20000', table(row('0100007F:4E20')), table(), false],
])('%s, by what the kernel has', (listen, tcp, tcp6, is) => {
  expect(isListening(listen, tcp, tcp6)).toBe(is);
});
