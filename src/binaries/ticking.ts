/** Does the work, and meanwhile tells the elapsed time every `everyMs`, so that nobody thinks that it hangs. */
export async function ticking<T>(everyMs: number, tell: (elapsed: string) => void, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const timer = setInterval(() => {
    tell(`${Math.round((performance.now() - started) / 1000)} s`);
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
