import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleAll,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';

const CALL_LIMIT_MS = 800;
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 2_000;

/** Runs one call to a remote service; the signal aborts the call when nobody waits for it any more. */
export type Guard = <T>(call: (signal: AbortSignal | null) => Promise<T>) => Promise<T>;

/** Waits a bounded time for each call, and after some failures in a row stops calling for a while: the caller knows at once. */
export function breaker(on: boolean, timeScale: number, onState: (state: CircuitState) => void): Guard {
  if (!on) return (call) => call(null);
  const circuit = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: OPEN_MS * timeScale,
  });
  circuit.onStateChange(onState);
  const guarded = wrap(circuit, timeout(CALL_LIMIT_MS, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }));
  return (call) => {
    // cockatiel lets the others wait for the call that probes a half-open circuit. Against a service that hangs, they would all wait
    // in vain for as long as the probe does.
    if (circuit.state === CircuitState.HalfOpen) return Promise.reject(new BrokenCircuitError());
    return guarded.execute(({ signal }) => call(signal));
  };
}
