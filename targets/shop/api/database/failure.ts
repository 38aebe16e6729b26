import { TaskCancelledError } from 'cockatiel';

/**
 * The database could not be used. `lost`: the connection broke or was refused, so that another one may do better.
 * `timeout`: it did not answer in time; asking again would only add to what it does not get done.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly reason: 'lost' | 'timeout';

  constructor(reason: 'lost' | 'timeout', cause: Error) {
    super(`database ${reason}: ${cause.message}`, { cause });
    this.reason = reason;
  }
}

// pg has no codes for its own errors, so they are told by their text (pg 8.23, pg-pool 3.14).
const TIMEOUT_TEXT =
  /^(Query read timeout|timeout exceeded when trying to connect|timeout expired|.* due to connection timeout)$/;
const LOST_TEXT = /^(Connection terminated|Client was closed|Client has encountered a connection error)/;
const LOST_SYSTEM_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// Class 08: connection exceptions. 57P01 to 57P03: the server stops, crashed, or is not up yet. 53300: it has no connection to give.
const LOST_SQL_STATE = /^(08...|57P0[123]|53300)$/;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Tells a database that cannot be used from a statement that was wrong; the latter is handed back as it is. */
export function asDatabaseFailure(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = codeOf(error);
  // Time-outs first: pg words one of them "Connection terminated due to connection timeout".
  if (error instanceof TaskCancelledError || TIMEOUT_TEXT.test(error.message) || code === 'ETIMEDOUT') {
    return new DatabaseUnavailable('timeout', error);
  }
  if (LOST_TEXT.test(error.message) || LOST_SYSTEM_CODE.has(code) || LOST_SQL_STATE.test(code))
    return new DatabaseUnavailable('lost', error);
  return error;
}

export function isLost(error: Error): boolean {
  return error instanceof DatabaseUnavailable && error.reason === 'lost';
}
