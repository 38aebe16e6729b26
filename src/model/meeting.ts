/** How the load that meets a fault is counted: where it passes, or by whoever hands it on. */
export type Meeting = ConnectionMeeting | RequestMeeting;

/** The connections on every way that leads to what is broken; without a way nothing gets there. */
export interface ConnectionMeeting {
  readonly ways: readonly Way[];
  readonly which: WhichMeet;
}

/** Requests that were handed to what is broken since the run began. */
export interface RequestMeeting {
  readonly requests: () => Promise<number>;
}

/**
 * Which connections meet a fault: those on which data comes or goes while it is on (`used`), also those that it ends and that the load has
 * used (`cut`), or those that are opened while it is on (`new`).
 */
export type WhichMeet = 'used' | 'cut' | 'new';

/** A port of this machine that leads to what is broken. */
export interface Way {
  readonly port: number;
  /**
   * Calls `cb` with the client's port of each connection that ends at once, because what is behind refuses it. Gives the function that ends
   * it. Absent: that leaves no trace.
   */
  readonly onRefused?: ((cb: (clientPort: number) => void) => () => void) | undefined;
}
