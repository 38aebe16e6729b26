import type { Redact } from '../model/secrets.ts';
import type { Progress } from './progress.ts';

/** What a run needs of the process that it is in; only `cli` touches the process itself. */
export interface RunHost {
  readonly env: Readonly<Record<string, string>>;
  readonly reportsDir: string;
  /** The Node program that runs services in TypeScript. */
  readonly node: string;
  /** The command line, as it is told in reports. */
  readonly command: readonly string[];
  /** Takes secrets out of everything that is kept of the run. */
  readonly redact: Redact;
  /** Aborted with reason `SIGINT` or `SIGTERM`: end now, heal, undo, and report what was seen. */
  readonly interrupted: AbortSignal;
  /** Aborted after `interrupted`: wait for nothing but healing and undoing. */
  readonly hurried: AbortSignal;
  /** Called when all files are read, before anything is made: until then the process may be ended at any moment. */
  readonly onRead: () => void;
  readonly progress: Progress;
  /** Id of the invalid run that this one repeats. */
  readonly rerunOf: string | null;
}

export type Interruption = 'SIGINT' | 'SIGTERM';
