import type { EndSignal, Workplace } from '../system/end-processes.ts';

/** A process with its group and descendants. Before it is made only its marker is known: it carries `PROOFLOAD_ENTRY=marker`. */
export interface ProcessEntry {
  readonly kind: 'process';
  readonly name: string;
  readonly marker: string;
  readonly group: true;
  readonly pid?: number | undefined;
  /** As `startTimeOf(pid)` gives it. */
  readonly startTime?: string | undefined;
  /** Sent shortly before SIGKILL, for programs that clean up after themselves within half a second. */
  readonly graceSignal?: EndSignal | undefined;
  /** Where only this program's processes work; for those that shed group, parent and environment. */
  readonly workplace?: Workplace | undefined;
}

/** A folder with all that is in it. Outside the machine's temporary folder it must hold a guard file with this text. */
export interface FolderEntry {
  readonly kind: 'folder';
  readonly path: string;
  readonly guard?: string | undefined;
}

/** One regular file whose name begins with `proofload-` or `.proofload`. */
export interface FileEntry {
  readonly kind: 'file';
  readonly path: string;
}

/** A lock file, removed only while it still holds this token. */
export interface LockEntry {
  readonly kind: 'lock';
  readonly path: string;
  readonly token: string;
}

export interface ToxicEntry {
  readonly kind: 'toxic';
  readonly apiUrl: string;
  readonly proxy: string;
  readonly toxic: string;
}

/** A schema of a database whose URL stands in an environment variable: a journal never holds a password. */
export interface PostgresSchemaEntry {
  readonly kind: 'postgres-schema';
  readonly schema: string;
  readonly urlVariable: string;
}

/** A control group that limits the CPU of the processes in it. */
export interface CpuGroupEntry {
  readonly kind: 'cpu-group';
  /** Its folder, whose name begins with `proofload-`. */
  readonly path: string;
  /** The group that its processes came from. */
  readonly home: string;
}

/** A command that takes something back; it is harmless when there is nothing to take back. */
export interface CommandEntry {
  readonly kind: 'command';
  /** Program and arguments, without placeholders and passwords. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** A disk of ours (tmpfs). */
export interface MountEntry {
  readonly kind: 'mount';
  readonly path: string;
  /** Part of what the mount is called. */
  readonly token: string;
}

/** A proxy of a Toxiproxy that goes on after the run: it was enabled, and is to be again. */
export interface ProxyEnabledEntry {
  readonly kind: 'proxy-enabled';
  readonly apiUrl: string;
  readonly proxy: string;
  /** As the server has them; by these it is known to be the same. */
  readonly listen: string;
  readonly upstream: string;
}

/** What a run makes in a Docker engine, which is labelled with the run's id. */
interface EngineEntry {
  /** Path of the engine's socket. */
  readonly socket: string;
  readonly name: string;
  readonly runId: string;
  /** Known only when it is made. */
  readonly made?: true | undefined;
}

/** A container, with its own volumes. */
export interface ContainerEntry extends EngineEntry {
  readonly kind: 'container';
}

/** The network of a run's containers. */
export interface NetworkEntry extends EngineEntry {
  readonly kind: 'network';
}

/** One thing that a run makes outside its own memory, with all that is needed to undo it in another process. */
export type Entry =
  | ProcessEntry
  | FolderEntry
  | FileEntry
  | LockEntry
  | ToxicEntry
  | PostgresSchemaEntry
  | CpuGroupEntry
  | CommandEntry
  | MountEntry
  | ContainerEntry
  | NetworkEntry
  | ProxyEnabledEntry;

export type Kind = Entry['kind'];

/** Known only when it is there. */
export type Made = Pick<ProcessEntry, 'pid' | 'startTime'> | Pick<EngineEntry, 'made'>;

/** Name of the file that marks a folder outside the temporary folder as ours. */
export const guardFileName = '.proofload-guard';

/** The entry in a few words, for messages. */
export function describeEntry(entry: Entry): string {
  switch (entry.kind) {
    case 'process':
      return `process ${entry.name}${entry.pid === undefined ? '' : ` (pid ${entry.pid})`}`;
    case 'folder':
    case 'file':
    case 'lock':
      return `${entry.kind} ${entry.path}`;
    case 'command':
      return `to be run: ${entry.argv.join(' ')}`;
    case 'toxic':
      return `toxic ${entry.toxic} on proxy ${entry.proxy} of ${entry.apiUrl}`;
    case 'proxy-enabled':
      return `proxy ${entry.proxy} of ${entry.apiUrl}, to be enabled`;
    case 'mount':
      return `disk mounted at ${entry.path}`;
    case 'container':
    case 'network':
      return `${entry.kind} ${entry.name} of the Docker engine`;
    case 'cpu-group':
      return `control group ${entry.path}`;
    case 'postgres-schema':
      return `schema ${entry.schema} of the database in ${entry.urlVariable}`;
  }
}
