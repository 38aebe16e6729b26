import { listenEnv, readEnv } from '../service/env.ts';
import { createLog } from '../service/log.ts';
import { createRegistry } from '../service/metrics.ts';
import { listen } from '../service/server.ts';
import { onStopSignal } from '../service/stop-signal.ts';
import { createApp } from './app.ts';

const STOP_DEADLINE_MS = 10_000;
const log = createLog('shop-ai');

async function main(): Promise<void> {
  const env = readEnv('shop-ai', listenEnv);
  const app = createApp({ log, registry: createRegistry() });
  const server = await listen(app.fetch, env);
  log.info('listening', { port: server.port });
  onStopSignal(log, async () => ((await server.stop(STOP_DEADLINE_MS)) === 0 ? 0 : 1));
}

main().catch((error: unknown) => {
  log.error('cannot start', { error: String(error) });
  process.exit(1);
});
