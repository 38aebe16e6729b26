/** A limit of the CPU that a service gets, made ready; of every 100 ms it runs for its share, and stands still for the rest. */
export interface CpuLimit {
  /** Puts it on; read back. */
  put(): Promise<void>;
  /** In how many of these 100 ms the service had to wait for it, so far. */
  timesThrottled(): Promise<number>;
  /** Takes it off, and what was made ready with it. */
  lift(): Promise<void>;
}
