import type { Client } from 'pg';

/** Ends a connection. Nobody waits for it, not even the end of this process: a server that stands still says no goodbye. */
export function leavePostgres(client: Client): void {
  void client.end().catch(() => undefined);
  unrefPostgres(client);
}

/** From now on the connection does not keep this process running. */
export function unrefPostgres(client: Client): void {
  (client as Client & { unref(): void }).unref(); // its types do not know it
}
