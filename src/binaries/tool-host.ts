import type { K6Extension } from '../model/k6-extension.ts';

/** What obtaining a tool needs of the world around it. */
export interface ToolHost {
  readonly env: Readonly<Record<string, string>>;
  /** @default PROOFLOAD_CACHE, or the platform's folder for caches */
  readonly cacheDir?: string | undefined;
  /** Folder of the proofload package. @default the one that this file is in */
  readonly packageRoot?: string | undefined;
  /** To be built into k6. @default none */
  readonly k6Extensions?: readonly K6Extension[] | undefined;
  /** Holds `k6/`, `toxiproxy/` and `xk6/`. @default `go` in the package */
  readonly goDir?: string | undefined;
  /** SHA-256 of release archives by their names. @default those pinned in the package */
  readonly digests?: Readonly<Record<string, string>> | undefined;
  /** Aborted: end now and keep nothing half-done. A reason of 'SIGTERM' decides the exit code. */
  readonly signal?: AbortSignal | undefined;
  /** Takes one line about what goes on, at least every 10 s while something takes long. */
  readonly onProgress: (line: string) => void;
  readonly limits?: Partial<Limits> | undefined;
}

export interface Limits {
  /** Between two lines of progress. */
  readonly progressEveryMs: number;
  /** How long a download may go without a byte. */
  readonly stallMs: number;
  readonly downloadMs: number;
  readonly buildMs: number;
  /** How long the lock of another machine may stay untouched before it is taken over. */
  readonly lockSilentMs: number;
}

export const defaultLimits: Limits = {
  progressEveryMs: 10_000,
  stallMs: 30_000,
  downloadMs: 15 * 60_000,
  buildMs: 30 * 60_000,
  lockSilentMs: 60_000,
};
