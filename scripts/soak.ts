/**
 * Is anything ever left behind: `npm run soak [-- --kills 100] [--seed 7] [--from 0] [--keep <file>]`.
 *
 * Kills or stops runs, or what looks after them, at random moments of every stage, and looks at the machine. Prints a line a
 * kill and a table; exit code 1 when anything was left. The same seed gives the same kills; `--from` goes on where an earlier
 * soak of that seed ended, and `--keep` adds its outcomes to a file, of which the table then is.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { soak } from '../tests/soak/soak.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
    keep: { type: 'string' },
  },
});
const unclean = await soak({
  root: join(import.meta.dirname, '..'),
  kills: Number(values.kills),
  seed: Number(values.seed),
  from: Number(values.from),
  keepIn: values.keep,
});
process.exitCode = unclean === 0 ? 0 : 1;
