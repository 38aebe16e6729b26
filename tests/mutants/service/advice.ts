import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from 'cockatiel';
import { dose } from './defects.ts';
import type { Metrics } from './metrics.ts';

const LIMIT_MS = 300;
const PATIENT_MS = 2_500;
const STORM_LIMIT_MS = 25;
const STORM_TRIES = 12;
const OPEN_MS = 700;
const FALLBACK = 'take what you like';

/** Asks the advisor, for a limited time, and not while it does not answer. */
export function openAdvice(url: string, { advisorCalls, breakerOpen }: Metrics): (id: string) => Promise<string> {
  const halfOpenAfter = dose('breaker-never-closes') > 0 ? 3_600_000 : OPEN_MS;
  const circuit = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(5), halfOpenAfter });
  circuit.onStateChange((state) => breakerOpen.set(state === CircuitState.Open ? 1 : 0));

  async function ask(id: string, limitMs: number): Promise<string> {
    advisorCalls.inc();
    const answer = await fetch(`${url}/advice/${id}`, { signal: AbortSignal.timeout(limitMs) });
    return ((await answer.json()) as { readonly advice: string }).advice;
  }

  async function storm(id: string): Promise<string> {
    for (let left = STORM_TRIES; left > 1; left--) {
      const advice = await ask(id, STORM_LIMIT_MS).catch(() => undefined);
      if (advice !== undefined) return advice;
    }
    return ask(id, STORM_LIMIT_MS);
  }

  async function guarded(id: string): Promise<string> {
    if (dose('retry-storm') > 0) return storm(id);
    if (dose('no-breaker') > 0) return ask(id, LIMIT_MS);
    // A half-open circuit lets everybody else wait for its trial.
    if (circuit.state === CircuitState.HalfOpen) throw new Error('the trial of the advisor is under way');
    return circuit.execute(() => ask(id, dose('patient-with-advisor') > 0 ? PATIENT_MS : LIMIT_MS));
  }

  return async (id) => {
    try {
      return await guarded(id);
    } catch (error) {
      if (dose('no-fallback') > 0) throw error;
      return FALLBACK;
    }
  };
}
