import { stepEnd } from './native.ts';

/** Of this user: each has an interpreter of its own. */
const remembered = new Map<string, unknown>();

/** A step that fails throws; a request that fails in the step around it is noted there. */
export function remember<T>(key: string, body: () => T): T {
  if (remembered.has(key)) return remembered.get(key) as T;
  const value = body();
  if (stepEnd() === undefined) remembered.set(key, value);
  return value;
}

export function forget(key: string): void {
  remembered.delete(key);
}
