/** What k6 gives to scripts beside its modules; `@types/k6` leaves it to the DOM library, which k6 has not. */
declare const console: Record<'debug' | 'log' | 'info' | 'warn' | 'error', (...values: unknown[]) => void>;
