import { z } from 'zod';
import { formatDuration } from '../../model/duration.ts';
import { duration } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

const argv = z
  .array(z.string('expected a text').min(1, 'must not be empty'), "expected a list, such as ['pg_dump', 'shop']")
  .min(1, 'expected a program and its arguments')
  .refine(
    ([program]) => !/\s/.test(program ?? ''),
    'the program and each argument are texts of their own: no shell parts them',
  );

export const commandShapes = {
  command: faultShape({
    on: 'machine',
    options: {
      run: argv,
      undo: argv.optional(),
      timeout: duration().pipe(z.number().max(600_000, 'must be at most 10m')),
      env: z
        .record(z.string().regex(/^[A-Za-z_]\w*$/, 'expected a name of letters, digits and _'), z.string())
        .default({}),
      expect: z
        .strictObject({
          exit: z.int('expected a whole number').min(0).max(255).default(0),
          status: z.strictObject({ url: z.string().min(1), is: z.int().min(100).max(599) }).optional(),
          sql: z.strictObject({ on: z.string(), query: z.string().min(1, 'must not be empty') }).optional(),
        })
        .default({ exit: 0 }),
    },
    problems: ({ timeout, undo }, { flaps, lengthMs }) => [
      ...(flaps ? ['a command does not flap; repeat comes again'] : []),
      ...(undo !== undefined && timeout > lengthMs
        ? [`it may take ${formatDuration(timeout)}, and is to be undone after ${formatDuration(lengthMs)}`]
        : []),
      ...(undo !== undefined && timeout > 60_000
        ? ['a command with undo has a timeout of at most 1m: cleaning up waits for it']
        : []),
    ],
    action: ({ run, undo, timeout, env, expect: { exit, status, sql } }) => ({
      kind: 'command',
      run,
      undo: undo ?? null,
      timeoutMs: timeout,
      env,
      expect: { exit, status: status ?? null, sql: sql ?? null },
    }),
  }),
};
