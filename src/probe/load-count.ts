import type { Exposure, FaultEvent } from '../model/record.ts';

/** Counts the load that meets one fault, from when it is asked for until it is to be healed, or has ceased by itself. */
export interface LoadCount {
  /** To be told what happens to faults, in order; those of other faults are ignored. */
  onEvent(event: FaultEvent): void;
  /** Ends it; resolves when what it has to tell is told. */
  end(): Promise<void>;
}

export interface LoadCountOptions {
  readonly fault: string;
  /** It ceases between its times, and comes again. */
  readonly flaps: boolean;
  /** Takes `exposed`, at most once; never, where nothing is known. */
  readonly emit: (event: FaultEvent) => void;
}

/** What counts, with what it has counted at the end; null: it cannot be known. */
export interface Counting {
  begin(): void;
  end(): Promise<Exposure | null>;
  /** Lets go of what it holds. May be called again. */
  stop(): void;
}

/** Begins and ends a count with its fault. */
export function countFor({ fault, flaps, emit }: LoadCountOptions, counting: Counting): LoadCount {
  let begun = false;
  let told: Promise<void> | undefined;
  const tell = async (atMs: number): Promise<void> => {
    const exposure = await counting.end();
    if (exposure !== null) emit({ atMs, fault, event: 'exposed', exposure });
  };
  return {
    onEvent({ fault: of, event, atMs }) {
      if (of !== fault) return;
      // What comes before it is acknowledged may hang for as long as it lasts.
      if (event === 'asked') {
        begun = true;
        counting.begin();
      }
      const isOver = event === 'heal-asked' || (event === 'clean' && !flaps);
      if (begun && isOver) told ??= tell(atMs).catch(() => undefined);
    },
    async end() {
      await told;
      counting.stop();
    },
  };
}
