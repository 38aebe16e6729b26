import type { Child, Exit } from '../system/child.ts';

/** A service that the run started. It may be ended and started again on its port; any other end of it is a crash. */
export interface KeptService {
  readonly name: string;
  /** The process that runs now, or ran last. */
  readonly child: Child;
  /** Its first process while it runs. */
  pid(): number | undefined;
  /** Calls `fn` with every line that it logs from now on, also when it was started again. */
  onLog(fn: (line: string) => void): void;
  /** How long it has to end when it is asked to, in ms. */
  readonly stopTimeoutMs: number;
  /** What it answers once it is ready; null for what speaks no HTTP. */
  readonly readyUrl: string | null;
  /** See `Equipment`. */
  readonly disk: string | null;
  readonly clockFile: string | null;
  /**
   * Ends it at once, or asks it to end and kills it when its time is over; gives how it ended.
   *
   * @throws Error when it does not run
   */
  end(how: 'killed' | 'asked'): Promise<Exit>;
  /** Starts it again, on its port and into its log; resolves when it is ready. Does nothing while it runs. */
  start(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

interface KeptSpec extends Pick<KeptService, 'name' | 'stopTimeoutMs' | 'readyUrl' | 'disk' | 'clockFile'> {
  /** It is ready. */
  readonly first: Child;
  /** Starts it as it was started first; resolves when it is ready. */
  readonly launch: () => Promise<Child>;
  /** Called with a sentence when it ends without being ended. */
  readonly onCrash: (sentence: string) => void;
}

export function keepService({ first, launch, onCrash, ...known }: KeptSpec): KeptService {
  const { name } = known;
  let child = first;
  let isMeant = false;
  const listeners: ((line: string) => void)[] = [];
  const watch = (watched: Child): void => {
    void watched.exited.then(({ code, signal }) => {
      if (!isMeant && watched === child) onCrash(`service "${name}" ended with ${code ?? signal} during the run`);
    });
  };
  watch(first);
  return {
    ...known,
    get child() {
      return child;
    },
    pid: () => (child.exit === undefined ? child.pid : undefined),
    onLog(fn) {
      listeners.push(fn);
      child.onLine(fn);
    },
    async end(how) {
      if (child.exit !== undefined) throw new Error(`${name} does not run`);
      isMeant = true;
      if (how === 'killed') child.signal('SIGKILL', 'family');
      else await child.stop();
      const exit = await child.exited;
      await child.stop(); // nothing that it started lives on
      return exit;
    },
    async start() {
      if (child.exit === undefined) return;
      child = await launch();
      isMeant = false;
      for (const listener of listeners) child.onLine(listener);
      watch(child);
    },
    stop() {
      isMeant = true;
      return child.stop();
    },
  };
}
