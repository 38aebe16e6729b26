import { readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cli, condition, listening, traces } from './cli.ts';
import { edgePort, startFrontAndStock, type FrontAndStock } from './front-and-stock.ts';

const fixture = 'tests/fixtures/service';
const target = `${fixture}/with-upstream.ts`;
const slow = ['--chaos', `${fixture}/stock-slow.ts`, '--slo', `${fixture}/upstream.yaml`];

describe('edges that are kept open', () => {
  let services: FrontAndStock;
  let cli: Cli;
  beforeAll(async () => (services = await startFrontAndStock()));
  afterAll(() => services[Symbol.asyncDispose]());
  beforeEach(() => {
    cli = new Cli();
  });
  afterEach(async () => {
    await cli.run(['edges', 'down', '--all']);
    expect(listening([edgePort])).toEqual([]);
  });
  const edges = (...args: string[]) => cli.run(['edges', ...args]);
  const pids = (text: string): string[] => [...text.matchAll(/pid (\d+)/g)].map(([, pid = '']) => pid).sort();

  it('are used between runs, belong to a run while that goes on, and are given back as they were', async () => {
    const opened = await edges('up', target);
    expect(opened.code, opened.stderr).toBe(0);
    expect(opened.stdout).toContain(`opened  front->stock  127.0.0.1:${edgePort} -> 127.0.0.1:32472`);
    expect(await page()).toBe('stock');
    const again = await edges('up', target);
    expect(again.stdout).toContain('is open already  front->stock');
    expect(pids(again.stdout)).toEqual(pids(opened.stdout));

    const running = cli.experiment([target, ...slow]);
    await running.shows('load:');
    const refused = await edges('down', target);
    expect(refused.code).toBe(7);
    expect(refused.stderr).toContain(`in use by run ${cli.runId}`);
    expect((await edges('list')).stdout).toContain(`used by  run ${cli.runId}`);
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`front->stock is kept open on port ${edgePort}: taken over until the run has ended`);
    expect(cli.verdict.faults[0]?.exposedConnections).toBeGreaterThanOrEqual(5);

    const listed = (await edges('list')).stdout;
    expect(pids(listed)).toEqual(pids(opened.stdout));
    expect(listed.match(/toxics {3}none/g)).toHaveLength(2);
    expect(listed.match(/used by {2}no run/g)).toHaveLength(2);
    expect(await page()).toBe('stock');
    const status = await cli.run(['status']);
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('edge front->stock');

    const closed = await edges('down', target);
    expect(closed.stdout).toContain('closed  front->stock');
    expect(listening([edgePort])).toEqual([]);
    expect(pids(opened.stdout).filter(isRunning)).toEqual([]);
    const port = /k6->front {2}127\.0\.0\.1:(\d+)/.exec(opened.stdout)?.[1] ?? '';
    expect((await edges('up', target)).stdout).toContain(`k6->front  127.0.0.1:${port}`); // remembered
  });

  it('are given back by the guardian when the run is killed in the middle of a fault', async () => {
    const opened = (await edges('up', target)).stdout;
    const running = cli.experiment([target, ...slow]);
    await running.shows('stock-slow');
    process.kill(running.pid, 'SIGKILL');
    await running.finished;
    expect(await condition(() => traces(cli.runId).processes.length === 0, 5_000)).toBe(true);
    const listed = await until(async () => {
      const { stdout } = await edges('list');
      return stdout.match(/toxics {3}none/g)?.length === 2 ? stdout : undefined;
    });
    expect(pids(listed)).toEqual(pids(opened));
    const pageMs = async (): Promise<number> => {
      const begun = performance.now();
      expect(await page()).toBe('stock');
      return performance.now() - begun;
    };
    await expect.poll(pageMs).toBeLessThan(150); // with the fault on, none took less than 600 ms
    expect((await cli.run(['clean'])).stdout).toBe('nothing was left behind\n');
  });

  it('are found, and can be closed, when their records were deleted', async () => {
    const opened = (await edges('up', target)).stdout;
    rmSync(cli.state, { recursive: true });
    const listed = (await edges('list')).stdout;
    expect(pids(listed)).toEqual(pids(opened));
    expect(listed).toContain(`front->stock  127.0.0.1:${edgePort} -> 127.0.0.1:32472  LOST: open`);
    expect((await cli.run(['status'])).stdout).toContain('edge front->stock');
    expect((await edges('down', '--all')).stdout).toContain('closed  front->stock, whose record was deleted');
    expect(pids(opened).filter(isRunning)).toEqual([]);
  });

  it('need services at both of their ends that run already', async () => {
    const { code, stderr } = await edges('up', 'tests/fixtures/shop/brief.ts');
    expect(code).toBe(2);
    expect(stderr).toContain('api->db: each run starts api itself');
  });
});

/** What the front says, which asks its stock. */
function page(): Promise<string> {
  return new Promise((resolve, reject) => {
    get('http://127.0.0.1:32470/', (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

/** One that has ended has no command line, also while nobody has taken note of its end. */
function isRunning(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

async function until(look: () => Promise<string | undefined>): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error('it did not come');
}
