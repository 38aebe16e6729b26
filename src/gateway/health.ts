import http from 'node:http';
import type { Member } from './balancer.ts';

/** What balancers commonly do: out after two failures in a row, back after one success. */
const everyMs = 1000;
const outAfter = 2;

/** Asks every replica for its ready path, and decides whether it is given requests. */
export function watchHealth(members: readonly Member[], path: string): void {
  for (const member of members) {
    let failures = 0;
    setInterval(() => {
      ask(member, path, (isReady) => {
        failures = isReady ? 0 : failures + 1;
        if (isReady) member.ready = true;
        else if (failures >= outAfter) member.ready = false;
      });
    }, everyMs);
  }
}

function ask({ upstream: { host, port } }: Member, path: string, tell: (isReady: boolean) => void): void {
  const headers = { 'user-agent': 'proofload-health' };
  const call = http.get({ host, port, path, headers, agent: false, timeout: everyMs * 0.9 });
  call.on('timeout', () => call.destroy(new Error('no answer')));
  call.on('error', () => tell(false));
  call.on('response', (reply) => {
    reply.resume();
    call.removeAllListeners('error').on('error', () => undefined);
    tell(reply.statusCode === 200);
  });
}
