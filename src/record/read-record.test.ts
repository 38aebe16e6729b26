import { expect, test } from 'vitest';
import type { Manifest } from '../model/record.ts';
import { wasStopped } from './read-record.ts';

const ending = { interrupted: null, stoppedBy: null } as unknown as NonNullable<Manifest['ending']>;

test.each([
  ['a run that came to its end', ending, false],
  ['a run that was killed', null, false],
  ['a breakpoint', { ...ending, stoppedBy: 'breakpoint' } as const, true],
  ['Ctrl-C', { ...ending, interrupted: 'SIGINT' } as const, true],
])('who stopped the load: %s', (_, one, stopped) => expect(wasStopped(one)).toBe(stopped));
