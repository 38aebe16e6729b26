import { Hono } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../../targets/shop/service/server.ts';

const app = new Hono();
app.get('/health', (c) => c.text('ready'));
app.get('/advice/:id', async (c) => {
  await sleep(10);
  return c.json({ advice: `who buys ${c.req.param('id')} is happy` });
});

async function main(): Promise<void> {
  const server = await listen(app.fetch, { PORT: Number(process.env['PORT']), HOST: '127.0.0.1' });
  process.once('SIGTERM', () => void server.stop(2_000).then(() => process.exit(0)));
}

void main();
