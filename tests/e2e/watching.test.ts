import { existsSync, openSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli, condition, patient, program, traces } from './cli.ts';
import { eventShapes } from './event-shapes.ts';
import { hasTmux, PseudoTerminal } from './pseudo-terminal.ts';

const fixture = join(patient, 'service');
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.method === 'POST' ? 201 : 200;
    response.end(request.method === 'POST' ? '{}' : 'page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const args = (cli: Cli, chaos = 'slow.ts'): string[] => [
  `${fixture}/scenario.ts`,
  ...['--target', `http://127.0.0.1:${(server.address() as AddressInfo).port}`],
  ...['--slo', `${fixture}/slo.yaml`, '--chaos', `${fixture}/${chaos}`],
  ...['--reports', cli.reports],
];

describe.skipIf(!hasTmux())('a run in a terminal (needs tmux)', () => {
  function watch(cli: Cli, columns: number, rows: number): PseudoTerminal {
    const words = [process.execPath, program, 'run', ...args(cli, 'slow-for-long.ts'), '--run-time', '15s'];
    const command = words.map((word) => `'${word}'`).join(' ');
    // How it ended is the last line, so that whoever sees it sees what the terminal was left as, too.
    const after = 'code=$?; stty -a | grep -Eo -- "-?(icanon|echo)\\b" | xargs; echo "ended with $code"';
    return new PseudoTerminal(`cd '${patient}'; ${command}; ${after}`, { columns, rows }, { TMPDIR: cli.temp });
  }

  it('shows load, figures, fault and objectives, follows the size, and leaves the verdict', async () => {
    const cli = new Cli();
    using terminal = watch(cli, 100, 30);
    await terminal.shows(/load {2,}[▁▂▃▄▅▆▇█ ]+/);
    await terminal.shows(/p95 \d+ ms/);
    await terminal.shows(/● slow \d+ s left/);
    terminal.resize(60, 15);
    await terminal.shows(/^scenario {2}.{1,50} left$/m);
    // It may be read in the middle of being drawn anew.
    await expect.poll(() => terminal.screen.match(/ of \d+:\d\d, /g), { timeout: 10_000 }).toHaveLength(1);
    expect(terminal.screen.split('\n').length).toBeLessThanOrEqual(15);
    await terminal.shows(/^ended with \d+$/m);
    expect(terminal.history).toContain('fault slow: felt');
    expect(terminal.screen).toMatch(/^icanon echo$/m);
    expect(terminal.cursorShown).toBe(true);
  });

  it.each([
    ['q', 'q'],
    ['Q', 'Q'],
    ['Ctrl-C', 'C-c'],
  ])('ended by %s heals, reports, ends with 130 and gives the terminal back', async (_, key) => {
    const cli = new Cli();
    using terminal = watch(cli, 100, 30);
    await terminal.shows(/● slow \d+ s left/);
    terminal.press(key);
    await terminal.shows(/^ended with 130$/m);
    expect(terminal.history).not.toContain('q ends the run');
    expect(terminal.screen).toMatch(/^icanon echo$/m);
    expect(terminal.cursorShown).toBe(true);
    expect(cli.manifest.ending).toMatchObject({ interrupted: 'SIGINT', left: [] });
    expect(cli.verdict.requests).toBeGreaterThan(10);
  });

  it('that is closed meanwhile heals, reports and leaves nothing', async () => {
    const cli = new Cli();
    {
      using terminal = watch(cli, 100, 30);
      await terminal.shows(/● slow \d+ s left/);
    }
    const isOver = () => existsSync(join(cli.folder, 'report.html')) && traces(cli.runId).processes.length === 0;
    expect(await condition(isOver, 15_000)).toBe(true);
    expect(cli.manifest.ending).toMatchObject({ interrupted: 'SIGTERM', problems: [], left: [] });
    expect(cli.verdict.faults).toMatchObject([{ cleanMs: expect.any(Number) as number }]);
    expect(cli.tempFolders()).toEqual([]);
  });
});

describe('a run with --json', () => {
  it('tells everything as events, and nothing else', async () => {
    const cli = new Cli();
    const finished = await cli.run(['run', ...args(cli), '--json'], { cwd: patient });
    expect(finished.stderr).toBe('');
    const events = finished.stdout
      .trimEnd()
      .split('\n')
      .map((line) => eventShapes.parse(JSON.parse(line)));
    const ticks = events.flatMap((event) => (event.event === 'tick' ? [event.elapsedMs] : []));
    expect(ticks.length).toBeLessThanOrEqual(cli.manifest.plan.profile.durationMs / 1000 + 2);
    // Single ones are late where the machine stood still.
    const gaps = ticks.slice(1).map((elapsedMs, i) => elapsedMs - ticks[i]!);
    const [median = 0] = gaps.sort((a, b) => a - b).slice(gaps.length / 2);
    expect(median).toBeGreaterThan(900);
    expect(median).toBeLessThan(1100);
    const whats = events.flatMap((event) => (event.event === 'fault' ? [event.what] : []));
    expect(whats).toContain('felt');
    // What met it is counted until the run ends.
    expect(whats.findLast((what) => what !== 'exposed')).toBe('clean');
    expect(events.filter(({ event }) => event === 'load-started')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: 'verdict', exitCode: finished.code, folder: cli.folder });
  });

  it('tells an error as an event and on stderr', async () => {
    const finished = await new Cli().run(['run', 'no-such-experiment', '--json']);
    const event = eventShapes.parse(JSON.parse(finished.stdout));
    expect(event).toMatchObject({ event: 'error', exitCode: finished.code });
    expect(finished.stderr).toContain('no-such-experiment');
  });

  it('goes on when there is no room for its events, which is told and makes a pass red', async () => {
    const cli = new Cli();
    const finished = await cli.run(['run', ...args(cli), '--json'], {
      cwd: patient,
      stdout: openSync('/dev/full', 'w'),
    });
    expect(cli.verdict.requests).toBeGreaterThan(10);
    expect(finished.code).toBe(cli.verdict.exitCode === 0 ? 7 : cli.verdict.exitCode);
    expect(finished.stderr).toMatch(
      /what was to be printed could not be written \[output-not-written\]\n {2}because: ENOSPC/,
    );
  });

  it('outlives its reader', async () => {
    const cli = new Cli();
    const started = cli.start(['run', ...args(cli), '--json'], { cwd: patient });
    started.child.stdout?.once('data', () => started.child.stdout?.destroy());
    const { code } = await started.finished;
    expect(code).toBe(cli.verdict.exitCode);
  });
});
