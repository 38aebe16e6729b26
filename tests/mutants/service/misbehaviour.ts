import type { MiddlewareHandler } from 'hono';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterwards, dose, onceIn, spin } from './defects.ts';

const STALL_AFTER_REQUESTS = 600;

/** Defects of every answer, whatever was asked. */
export function misbehaviour(): MiddlewareHandler {
  const fails = onceIn(dose('failing-everywhere') > 0 ? Math.round(100 / dose('failing-everywhere')) : 0);
  const isSlow = onceIn(dose('slow-three-percent') * 33);
  const hangs = onceIn(dose('some-requests-hang') * 150);
  const leaksFile = onceIn(dose('file-leak') * 2);
  const stalls = afterwards(STALL_AFTER_REQUESTS, dose('stall') > 0 ? 1 : 0);
  const leaked: Buffer[] = [];

  return async (c, next) => {
    if (stalls()) spin(dose('stall'));
    if (hangs()) await sleep(3_600_000);
    if (isSlow()) await sleep(1_500);
    if (leaksFile()) openSync('/dev/null', 'r');
    if (dose('memory-leak') > 0) leaked.push(Buffer.alloc(200_000, 1));
    if (fails()) return c.json({ error: 'sorry' }, 500);
    await next();
  };
}

/** Defects that no request brings about. */
export function misbehaveAside(): void {
  if (dose('busy-processor') > 0) setInterval(() => spin(35), 50);
  if (dose('blocked-loop') > 0) setInterval(() => spin(220), 600);
}
