import type { CpuLimit } from '../system/cpu-limit.ts';
import type { Exit } from '../system/child.ts';
import type { Body } from './body.ts';

/** A service that the run started. It may be ended and started again on its port; any other end of it is a crash. */
export interface KeptService {
  readonly name: string;
  /** Its first process while it runs. */
  pid(): number | undefined;
  /** What it uses now; undefined where nobody can tell. */
  readonly usage: Body['usage'];
  /** Calls `fn` with every line that it logs from now on, also when it was started again. */
  onLog(fn: (line: string) => void): void;
  /** How long it has to end when it is asked to, in ms. */
  readonly stopTimeoutMs: number;
  /** What it answers once it is ready; null for what speaks no HTTP. */
  readonly readyUrl: string | null;
  /** See `Equipment`. */
  readonly disk: string | null;
  readonly clockFile: string | null;
  /** Makes it stand still, read back; gives what lets go on what then stood still. @throws Error when it does not run */
  suspend(): Promise<() => Promise<void>>;
  /** Makes a limit of its CPU ready; nothing is limited yet. */
  prepareCpuLimit(cpus: number): Promise<CpuLimit>;
  /** Null: it is no container, and has no network of its own. */
  readonly network: Body['network'];
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
  readonly first: Body;
  /** Starts it as it was started first; resolves when it is ready. */
  readonly launch: () => Promise<Body>;
  /** Called with a sentence when it ends without being ended. */
  readonly onCrash: (sentence: string) => void;
}

export function keepService({ first, launch, onCrash, ...known }: KeptSpec): KeptService {
  const { name } = known;
  let body = first;
  let isMeant = false;
  const listeners: ((line: string) => void)[] = [];
  const watch = (watched: Body): void => {
    void watched.exited.then(({ code, signal }) => {
      if (!isMeant && watched === body)
        onCrash(`service "${name}" ended with ${code ?? signal ?? 'nobody knows what'} during the run`);
    });
  };
  watch(first);
  const running = (): Body => {
    if (body.exit !== undefined) throw new Error(`${name} does not run`);
    return body;
  };
  return {
    ...known,
    network: first.network,
    pid: () => (body.exit === undefined ? body.pid : undefined),
    usage: () => body.usage(),
    onLog(fn) {
      listeners.push(fn);
      body.onLine(fn);
    },
    async suspend() {
      const suspended = running();
      await suspended.suspend();
      return () => suspended.resume();
    },
    prepareCpuLimit: async (cpus) => await running().prepareCpuLimit(cpus),
    async end(how) {
      const ending = running();
      isMeant = true;
      if (how === 'killed') await ending.kill();
      else await ending.stop();
      const exit = await ending.exited;
      await ending.stop(); // nothing that it started lives on
      return exit;
    },
    async start() {
      if (body.exit === undefined) return;
      body = await launch();
      isMeant = false;
      for (const listener of listeners) body.onLine(listener);
      watch(body);
    },
    stop() {
      isMeant = true;
      return body.stop();
    },
  };
}
