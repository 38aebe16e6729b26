/** What k6's process tells of itself; only what this platform knows. */
export interface K6Process {
  /** Since it was started. */
  readonly cpuSeconds: number | undefined;
  /** As many as it may use at once. */
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly goroutines: number | undefined;
}

/**
 * Reads the answer of k6's `/metrics`.
 *
 * Names are those of Prometheus' Go client: https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/collectors
 */
export function parseK6Process(text: string): K6Process {
  const value = (name: string): number | undefined => {
    const match = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
    return match === null ? undefined : Number(match[1]);
  };
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    cores: value('go_sched_gomaxprocs_threads'),
    memoryBytes: value('process_resident_memory_bytes'),
    goroutines: value('go_goroutines'),
  };
}
