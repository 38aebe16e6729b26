/** As in `define/ledger.ts`. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** 4xx that proxies also answer after they have passed a request on. */
const ambiguous: readonly number[] = [408, 425, 429];

/**
 * What an answer of `k6/http` says about a write.
 *
 * @param errorCode of k6, https://grafana.com/docs/k6/latest/javascript-api/error-codes/; 0 = none
 */
export function outcomeOf(status: number, errorCode: number): Outcome {
  if (status === 0) return isUnsent(errorCode) ? 'refused' : 'unknown';
  if (status >= 200 && status < 300) return 'acknowledged';
  return status >= 400 && status < 500 && !ambiguous.includes(status) ? 'refused' : 'unknown';
}

/** No address, no connection or no TLS to send anything on. */
function isUnsent(code: number): boolean {
  return (
    code === 1020 || (code >= 1100 && code < 1200) || (code >= 1210 && code < 1220) || (code >= 1300 && code < 1400)
  );
}
