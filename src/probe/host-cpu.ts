import { readFileSync } from 'node:fs';

/** What all processors of the machine have done since it was started, in ticks. */
export interface CpuTicks {
  readonly total: number;
  /** Neither idle nor waiting for a disk. */
  readonly busy: number;
  /** Wanted to run and was not let by the hypervisor. */
  readonly stolen: number;
}

/** Reads the first line of `/proc/stat`, see proc_stat(5); guest time is part of user time there. */
export function parseCpuTicks(stat: string): CpuTicks | undefined {
  const match = /^cpu +(.*)$/m.exec(stat);
  const ticks = (match?.[1] ?? '').split(' ').map(Number);
  const [user, nice, system, idle, ioWait, irq = 0, softIrq = 0, steal = 0] = ticks;
  if (user === undefined || nice === undefined || system === undefined || idle === undefined || ioWait === undefined)
    return undefined;
  const busy = user + nice + system + irq + softIrq + steal;
  return { total: busy + idle + ioWait, busy, stolen: steal };
}

/** `undefined` where there is no `/proc`. */
export function readCpuTicks(): CpuTicks | undefined {
  try {
    return parseCpuTicks(readFileSync('/proc/stat', 'latin1'));
  } catch {
    return undefined;
  }
}
