import type { Child } from '../system/child.ts';
import type { CpuLimit } from '../system/cpu-limit.ts';
import { processUsage, type ServiceUsage } from '../system/process-usage.ts';
import { resume, suspend } from '../system/suspend.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { prepareProcessLimit } from './process-limit.ts';

/** What runs of a service, from one start to its end: a process with all that it has started, or a container. */
export interface Body extends Pick<Child, 'pid' | 'exited' | 'exit' | 'stop'> {
  /** Calls `fn` with every line that it logs from now on. */
  onLine(fn: (line: string) => void): void;
  /** Undefined where nobody can tell. */
  usage(): Promise<ServiceUsage | undefined>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Makes it stand still, and lets it go on; both read back. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  prepareCpuLimit(cpus: number): Promise<CpuLimit>;
  /** Of a container: cuts it off from everybody, and lets it be reached again at the same port. */
  readonly network: { leave(): Promise<void>; join(): Promise<void> } | null;
}

export function processBody(child: Child, undo: Pick<UndoLog, 'runId' | 'enter'>): Body {
  return {
    pid: child.pid,
    exited: child.exited,
    get exit() {
      return child.exit;
    },
    onLine: (fn) => void child.onLine(fn),
    usage: () => Promise.resolve(processUsage(child.pid)),
    kill() {
      child.signal('SIGKILL', 'family');
      return Promise.resolve();
    },
    stop: () => child.stop(),
    suspend: () => suspend(child),
    resume: () => resume(child),
    prepareCpuLimit: (cpus) => prepareProcessLimit(child, cpus, undo),
    network: null,
  };
}
