import { sleep } from '../system/clock.ts';

/** Does the work again and again, with a pause before each time, until the signal is aborted; rejects with what the work throws. */
export async function again(work: () => Promise<unknown>, pauseMs: number, over: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await sleep(pauseMs, over);
    } catch {
      return;
    }
    await work();
  }
}
