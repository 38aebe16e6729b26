import { closeInheritedFds } from '../system/inherited-fds.ts';
import { lineSplitter } from '../system/log-lines.ts';
import { Guardian, guardianExit } from './guardian.ts';

/** The guardian process: reads the harness's messages from stdin; its stdout and stderr are a file beside the journal. */
const log = (line: string): void => {
  console.error(`${new Date().toISOString()} ${line}`);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => undefined);

closeInheritedFds(3); // which tells the deputy of our end

const guardian = new Guardian(log);
let deciding = false;

async function takeOver(why: string, code: number): Promise<void> {
  if (deciding) return;
  deciding = true;
  try {
    process.exit((await guardian.undoAll(why)) ? code : guardianExit.incomplete);
  } catch (error) {
    log(`defect: ${error instanceof Error ? String(error.stack) : String(error)}`);
    process.exit(guardianExit.incomplete);
  }
}

const lines = lineSplitter((line) => {
  if (guardian.take(line) && !deciding) process.exit(guardianExit.released);
}, Infinity);
process.stdin.on('data', (chunk: Buffer) => {
  lines.push(chunk);
});
const gone = (): void => void takeOver('the harness is gone', guardianExit.harnessDied);
process.stdin.on('end', gone);
process.stdin.on('error', gone);

function nextTick(): void {
  setTimeout(() => {
    if (guardian.tick()) void takeOver('no sign of life from the harness, lease over', guardianExit.leaseOver);
    else nextTick();
  }, guardian.tickMs);
}
nextTick();
