import { sleep } from './clock.ts';
import { processTable, startEnvironment, type ProcessRow } from './process-table.ts';

/** All processes of the machine at one moment. To take it costs some 10 ms of a processor, to ask it next to nothing. */
export interface Census {
  readonly table: readonly ProcessRow[];
  /** See `startEnvironment`; read when it is first asked for. */
  readonly environmentOf: (pid: number) => readonly string[] | undefined;
}

export function takeCensus(): Census {
  const environments = new Map<number, readonly string[] | undefined>();
  return {
    table: processTable(),
    environmentOf(pid) {
      if (!environments.has(pid)) environments.set(pid, startEnvironment(pid));
      return environments.get(pid);
    },
  };
}

/** Many processes that are ended together end within so long. */
const gatherMs = 5;

let next: Promise<Census> | undefined;

/** The next census, the same for all who ask before it begins: it knows of everything that they have done. */
export function nextCensus(): Promise<Census> {
  return (next ??= sleep(gatherMs).then(() => {
    next = undefined;
    return takeCensus();
  }));
}
